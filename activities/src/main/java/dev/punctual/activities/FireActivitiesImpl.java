package dev.punctual.activities;

import static org.apache.commons.lang3.ObjectUtils.max;

import dev.punctual.activities.Holds.Hold;
import dev.punctual.activities.QueueRoom.Place;
import dev.punctual.book.FireBook;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.book.TaskVerbs;
import dev.punctual.workflows.FireActivities;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskChange;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires a task: asks the book, plans, holds, claims, performs, records. It may be killed or repeated at any point; only what
 * the book committed counts.
 */
public final class FireActivitiesImpl implements FireActivities {
    private static final Logger log = LoggerFactory.getLogger(FireActivitiesImpl.class);

    /** A turn costs lateness when the instant is nearer than this. */
    private static final Duration TOO_NEAR = Duration.ofMillis(500);

    /** Who the audit log names for what arrives through the engine, and for pauses that end by themselves. */
    private static final String ENGINE_USER = "temporal";

    private static final String PUNCTUAL = "punctual";

    private final FireBook fires;
    private final TaskBook tasks;
    private final Holds holds;
    private final MissedFires missed;
    private final Attempts attempts;
    private final TaskEngine engine;
    private final Slots slots;
    private final QueueRoom room;
    private final Leads leads;
    private final Stays stays;
    private final FireMetrics metrics;
    private final InstantSource clock;

    /** What a worker is made of. */
    public record Parts(
            FireBook fires,
            TaskBook tasks,
            Holds holds,
            CatchUpGate gate,
            Attempts attempts,
            TaskEngine engine,
            Slots slots,
            QueueRoom room,
            Leads leads,
            Stays stays,
            FireMetrics metrics,
            InstantSource clock) {}

    /** @param parts what it works with */
    public FireActivitiesImpl(Parts parts) {
        this.fires = parts.fires();
        this.tasks = parts.tasks();
        this.holds = parts.holds();
        this.missed = new MissedFires(parts.gate(), parts.leads(), parts.clock());
        this.attempts = parts.attempts();
        this.engine = parts.engine();
        this.slots = parts.slots();
        this.room = parts.room();
        this.leads = parts.leads();
        this.stays = parts.stays();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
    }

    @Override
    public FireStep fire(Ticket ticket) {
        try (Hold hold = holds.open(ticket.task())) {
            Visit visit = new Visit(hold, stays, clock.instant(), ticket);
            while (visit.mayPlan()) {
                hold.refresh();
                DueTask task = fires.due(ticket.task()).orElse(null);
                FireStep step = task == null ? new FireStep.Ended() : step(task, visit);
                if (step != null) {
                    return step;
                }
            }
            return new FireStep.Wake(null, Leads.BREATH, Duration.ZERO);
        } catch (InterruptedException e) {
            // the engine gave this activity up; the book knows what has happened so far
            Thread.currentThread().interrupt();
            return new FireStep.Wake(null, Leads.BREATH, Duration.ZERO);
        }
    }

    /** What the workflow does next; null to plan anew. */
    private @Nullable FireStep step(DueTask task, Visit visit) throws InterruptedException {
        return switch (FirePlanner.next(task, clock.instant())) {
            case Plan.End ignored -> end(task);
            case Plan.Rest rest -> rest(task, rest.until(), visit);
            case Plan.Resume ignored -> resume(task);
            case Plan.PassOver passOver -> {
                if (fires.passOver(task, passOver)) {
                    passOver.skips().forEach(skip -> metrics.ended(FireState.SKIPPED));
                }
                yield null;
            }
            case Plan.HandOver handOver -> {
                handOver(task, handOver.fires());
                yield null;
            }
            case Plan.Stop stop -> {
                fires.stop(task, stop);
                // what other programs' workers perform hears of it through the fire's workflow alone
                stop.fires().forEach(fire -> engine.stop(task.id(), fire));
                yield null;
            }
            case Plan.Start start -> start(task, start, visit);
        };
    }

    private @Nullable FireStep end(DueTask task) {
        if (task.state() != TaskState.ACTIVE || !task.withoutFollowUps().open().isEmpty()) {
            return new FireStep.Ended();
        }
        fires.complete(task);
        // planned anew: the book may have refused, because the task was changed meanwhile
        return null;
    }

    /** What is decided at an instant is decided in time: the engine's timer alone would be late. */
    private @Nullable FireStep rest(DueTask task, @Nullable Instant until, Visit visit) throws InterruptedException {
        if (until == null) {
            return new FireStep.Wake(null, null, Duration.ZERO);
        }
        // a signal is heard only while the workflow sleeps
        if (FireTicket.wakesTask(task.spec()) || !visit.staysFor(until)) {
            FireStep sleep = leads.sleepUntil(task, until, null);
            if (sleep != null) {
                return sleep;
            }
        }
        return switch (visit.hold().until(until)) {
            case CHANGED, INSTANT -> null;
            case DRAINING -> new FireStep.Wake(until, Leads.BREATH, Duration.ZERO);
        };
    }

    private @Nullable FireStep resume(DueTask task) {
        try {
            tasks.resume(task.id(), null, task.version(), PUNCTUAL);
        } catch (TaskRefusal changedMeanwhile) {
            log.debug("task {}: its pause was over, but it was changed: {}", task.id(), changedMeanwhile.getMessage());
        }
        return null;
    }

    private @Nullable FireStep start(DueTask task, Plan.Start start, Visit visit) throws InterruptedException {
        if (!visit.staysFor(start.at())) {
            FireStep sleep = leads.sleepUntil(task, start.at(), null);
            if (sleep != null) {
                return sleep;
            }
        }
        boolean letThrough = visit.takeLetThrough();
        if (start.catchesUp(clock.instant()) && !letThrough) {
            return missed.await(task, start, visit);
        }
        // before the hold, so that recording them delays nothing
        List<Skip> rest = recordExcluded(task, FirePlanner.excludedBefore(task, start));
        return switch (visit.hold().until(start.at())) {
            case CHANGED -> null;
            case DRAINING -> new FireStep.Wake(start.at(), Leads.BREATH, Duration.ZERO);
            case INSTANT -> {
                recordExcluded(task, rest);
                yield claimAndPerform(task, start, visit);
            }
        };
    }

    /** Records what a calendar dropped up to now; answers the rest. */
    private List<Skip> recordExcluded(DueTask task, List<Skip> excluded) {
        if (excluded.isEmpty()) {
            return excluded;
        }
        Instant now = clock.instant();
        Map<Boolean, List<Skip>> past = excluded.stream()
                .collect(Collectors.partitioningBy(skip -> !skip.until().isAfter(now)));
        List<Skip> due = Objects.requireNonNull(past.get(true));
        if (!due.isEmpty()) {
            fires.recordExcluded(task, due);
        }
        return Objects.requireNonNull(past.get(false));
    }

    private @Nullable FireStep claimAndPerform(DueTask task, Plan.Start start, Visit visit) {
        return switch (start.route()) {
            case INLINE -> performInline(task, start, visit);
            case DISPATCHED -> {
                try (Place place = Route.isInlineWhereNobodyWaits(task.spec())
                        ? room.tryEnter(task.spec().queue())
                        : null) {
                    if (place != null) {
                        yield performInline(task, start, visit);
                    }
                }
                dispatch(task, start, visit);
                yield null;
            }
        };
    }

    private @Nullable FireStep performInline(DueTask task, Plan.Start start, Visit visit) {
        Verdict verdict = attempts.inline(task, start, visit.wokenAt());
        return verdict == null ? null : after(task, start, verdict, visit);
    }

    private void dispatch(DueTask task, Plan.Start start, Visit visit) {
        if (!attempts.dispatch(task, start, visit.wokenAt())) {
            return;
        }
        visit.fired(clock.instant(), holds.tasks());
        Concurrency concurrency = task.spec().concurrency();
        if (concurrency == null) {
            handOver(task, List.of(start.fire()));
        } else {
            slots.admit(new SlotKey(task.id().namespace(), concurrency.key()));
        }
    }

    /** Should this be cut off, the book has them as not handed over, and the next plan begins with that. */
    private void handOver(DueTask task, List<FireId> dispatched) {
        dispatched.forEach(fire -> engine.perform(FireTicket.of(task, fire)));
        fires.handedOver(dispatched);
    }

    /** In the plain case what comes next is known, and the book need not be asked. */
    private @Nullable FireStep after(DueTask task, Plan.Start start, Verdict verdict, Visit visit) {
        visit.fired(clock.instant(), holds.tasks());
        boolean plain = verdict instanceof Verdict.Final
                && start.trigger() == Trigger.SCHEDULE
                && !task.spec().schedule().followsRuns()
                && task.withoutFollowUps().open().isEmpty()
                && !visit.hold().isChanged();
        if (!plain) {
            return null;
        }
        if (start.next() == null) {
            return new FireStep.Ended();
        }
        Instant next = start.next().at();
        if (visit.staysFor(next)) {
            return null;
        }
        Duration wait = Duration.between(clock.instant(), next);
        // the next visit is to be long enough for several fires
        Duration visiting = wait.compareTo(Ticket.FREQUENT) < 0 ? Ticket.LONGEST_STAY : Duration.ZERO;
        FireStep.Wake sleep = leads.sleepUntil(task, next, start.scheduledFor());
        if (sleep != null) {
            return new FireStep.Wake(next, sleep.sleepFor(), max(sleep.holdFor(), visiting));
        }
        return wait.compareTo(TOO_NEAR) > 0 ? new FireStep.Wake(next, Leads.GAP, max(wait, visiting)) : null;
    }

    @Override
    public void apply(ChangeRequest request) {
        TaskId task = request.ticket().task();
        try {
            switch (request.change()) {
                case TaskChange.Pause pause -> tasks.pause(task, pause.reason(), null, null, ENGINE_USER);
                case TaskChange.Resume ignored -> tasks.resume(task, null, null, ENGINE_USER);
                case TaskChange.Reschedule reschedule -> tasks.reschedule(task, reschedule.at(), null, ENGINE_USER);
                case TaskChange.Trigger ignored ->
                    tasks.trigger(task, new TaskVerbs.Order(null, request.seed()), ENGINE_USER);
                case TaskChange.Cancel ignored -> tasks.cancel(task, null, ENGINE_USER);
            }
        } catch (TaskRefusal refusal) {
            // nobody waits for an answer to a signal
            log.info("task {}: a signal was not carried out: {}", task, refusal.getMessage());
        }
    }
}
