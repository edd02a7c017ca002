package dev.punctual.activities;

import dev.punctual.activities.QueueRoom.Place;
import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.RemoteClaim;
import dev.punctual.book.FireChanges;
import dev.punctual.book.FireRefusal;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.AttemptStep;
import dev.punctual.workflows.DispatchedFireActivities;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.RemoteReport;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.RemoteAction;
import dev.punctual.workflows.task.TaskState;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs attempts of dispatched fires, as activities of their workflows. */
public final class DispatchedFires implements DispatchedFireActivities {
    private static final Logger log = LoggerFactory.getLogger(DispatchedFires.class);

    /** How soon to look again at what a user holds back, and at an attempt of a worker that may have vanished. */
    private static final Duration HELD_BACK = Duration.ofSeconds(5);

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** What takes longer, the engine is to know of: an activity with heartbeats accompanies it. */
    private static final Duration UNACCOMPANIED = Duration.ofSeconds(5);

    /** In whose name a fire is cancelled whose workflow was, as the audit log shows it. */
    private static final String ACTOR = "temporal";

    private static final AttemptStep STILL_RUNNING = new AttemptStep.HeldBack(ELSEWHERE);

    private final FireBook fires;
    private final FireChanges changes;
    private final TaskBook tasks;
    private final Attempts attempts;
    private final RemoteAttempts remote;
    private final TaskEngine engine;
    private final Slots slots;
    private final QueueRoom room;
    private final Holds holds;
    private final InstantSource clock;

    /** The slots of attempts that began at once, until they have ended or are accompanied here. */
    private final Map<FireId, Place> begun = new ConcurrentHashMap<>();

    /** What it works with; {@code clock} is the book's. */
    public record Parts(
            FireBook fires,
            FireChanges changes,
            TaskBook tasks,
            Attempts attempts,
            RemoteAttempts remote,
            TaskEngine engine,
            Slots slots,
            QueueRoom room,
            Holds holds,
            InstantSource clock) {}

    /** @param parts what it works with */
    public DispatchedFires(Parts parts) {
        this.fires = parts.fires();
        this.changes = parts.changes();
        this.tasks = parts.tasks();
        this.attempts = parts.attempts();
        this.remote = parts.remote();
        this.engine = parts.engine();
        this.slots = parts.slots();
        this.room = parts.room();
        this.holds = parts.holds();
        this.clock = parts.clock();
    }

    @Override
    public AttemptStep attempt(FireTicket ticket) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        Instant scheduled = Instant.ofEpochMilli(activity.getInfo().getCurrentAttemptScheduledTimestamp());
        try (Heartbeats alive = new Heartbeats(activity);
                Place _ = room.enter(ticket.queue(), Duration.between(scheduled, clock.instant()))) {
            return attempt(ticket, run(), alive);
        }
    }

    @Override
    public AttemptStep attemptAtOnce(FireTicket ticket) {
        Place place = room.tryEnter(ticket.queue());
        return place == null ? new AttemptStep.ByQueue() : begin(ticket, run(), place);
    }

    /** On a thread of its own, which goes on when nobody waits for it any more. */
    private AttemptStep begin(FireTicket ticket, String run, Place place) {
        begun.put(ticket.fire(), place);
        CompletableFuture<AttemptStep> step = CompletableFuture.supplyAsync(
                () -> {
                    try (place) {
                        return attempt(ticket, run, null);
                    } finally {
                        begun.remove(ticket.fire(), place);
                    }
                },
                attempt -> Thread.ofVirtual().name("attempt-" + ticket.fireId()).start(attempt));
        try {
            return step.get(UNACCOMPANIED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return unaccompanied(ticket, step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unaccompanied(ticket, step);
        } catch (ExecutionException e) {
            throw new IllegalStateException("attempt of fire %s".formatted(ticket.fireId()), e.getCause());
        }
    }

    private static AttemptStep unaccompanied(FireTicket ticket, CompletableFuture<AttemptStep> step) {
        // its workflow sees in the book what came of it
        step.exceptionally(failure -> {
            log.warn("fire {} of {}: its attempt could not be ended in order", ticket.fireId(), ticket.task(), failure);
            return STILL_RUNNING;
        });
        return new AttemptStep.ByQueue();
    }

    /**
     * @param run of the workflow
     * @param alive null while the engine cannot say whether it is wanted
     */
    private AttemptStep attempt(FireTicket ticket, String run, @Nullable Heartbeats alive) {
        DueTask task = fires.due(ticket.task()).orElse(null);
        OpenFire fire = task == null ? null : find(task, ticket).orElse(null);
        if (task == null || fire == null) {
            return ended(ticket);
        }
        Instant dueAt = fire.dueAt();
        if (fire.state() == FireState.RUNNING || dueAt == null) {
            return running(ticket, run, task, fire, alive);
        }
        Duration wait = Duration.between(clock.instant(), dueAt);
        if (wait.isPositive()) {
            return new AttemptStep.Again(wait);
        }
        if (isHeldBack(task, fire)) {
            return new AttemptStep.HeldBack(HELD_BACK);
        }
        Plan.Start start = start(task, fire, dueAt);
        if (FollowUp.action(task.spec(), fire.trigger()) instanceof RemoteAction action) {
            AttemptStep claimed = remote.claim(task, start, action, run);
            return claimed == null ? new AttemptStep.Again(ELSEWHERE) : claimed;
        }
        return step(ticket, attempts.dispatched(task, start, attempt -> {
            if (alive != null) {
                alive.onStop(() -> attempt.stop("CANCELLED", "the fire's workflow was ended while the attempt ran"));
            }
        }));
    }

    /** An attempt in progress that this call knows nothing of. */
    private AttemptStep running(
            FireTicket ticket, String run, DueTask task, OpenFire fire, @Nullable Heartbeats alive) {
        RemoteClaim claim = fires.remoteClaim(fire.id()).orElse(null);
        if (claim == null) {
            return alive == null ? new AttemptStep.ByQueue() : accompany(ticket, alive);
        }
        AttemptStep own = remote.claimed(task, fire, claim, run);
        if (own != null) {
            return own;
        }
        // claimed by an earlier run of this workflow, which is no more; unless it is this one that has been replaced
        return alive == null || alive.isWanted()
                ? step(ticket, remote.lost(task, fire, claim))
                : new AttemptStep.Again(ELSEWHERE);
    }

    /**
     * Stays with an attempt that a worker performs, which began at once, or whose answer was lost, until the book knows its
     * end: from the worker, or because that is gone and its lease has lapsed.
     */
    private AttemptStep accompany(FireTicket ticket, Heartbeats alive) {
        Place place = begun.remove(ticket.fire());
        if (place != null) {
            // from now on it has the slot of this activity
            place.close();
        }
        try {
            while (alive.isWanted() || alive.isCancelled()) {
                if (alive.isCancelled()) {
                    stop(ticket);
                }
                AttemptStep step = looked(ticket);
                if (!step.equals(STILL_RUNNING)) {
                    return step;
                }
                Thread.sleep(ELSEWHERE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return STILL_RUNNING;
    }

    /** Whoever performs the attempt hears of it from the book. */
    private void stop(FireTicket ticket) {
        boolean runs = fires.due(ticket.task())
                .flatMap(task -> find(task, ticket))
                .filter(fire -> fire.state() == FireState.RUNNING && fire.carrier() != Carrier.STOPPING)
                .isPresent();
        if (runs) {
            try {
                changes.cancel(ticket.namespace(), ticket.fire(), ACTOR);
            } catch (FireRefusal e) {
                log.debug("fire {} of {}: ended before it was stopped", ticket.fireId(), ticket.task(), e);
            }
        }
    }

    @Override
    public AttemptStep look(FireTicket ticket) {
        try (Heartbeats _ = new Heartbeats(Activity.getExecutionContext())) {
            return looked(ticket);
        }
    }

    private AttemptStep looked(FireTicket ticket) {
        DueTask task = fires.due(ticket.task()).orElse(null);
        OpenFire fire = task == null ? null : find(task, ticket).orElse(null);
        if (task == null || fire == null) {
            return ended(ticket);
        }
        if (fire.state() == FireState.RUNNING && fires.remoteClaim(fire.id()).isEmpty()) {
            return STILL_RUNNING;
        }
        Instant dueAt = fire.dueAt();
        return isHeldBack(task, fire)
                ? new AttemptStep.HeldBack(HELD_BACK)
                : again(dueAt == null ? clock.instant() : dueAt);
    }

    /** A paused task rests, its retries too. */
    private static boolean isHeldBack(DueTask task, OpenFire fire) {
        return task.state() == TaskState.PAUSED && fire.state() == FireState.RETRYING;
    }

    @Override
    public AttemptStep record(RemoteReport report) {
        FireTicket ticket = report.ticket();
        try (Heartbeats _ = new Heartbeats(Activity.getExecutionContext())) {
            return recorded(ticket, report);
        }
    }

    private AttemptStep recorded(FireTicket ticket, RemoteReport report) {
        DueTask task = fires.due(ticket.task()).orElse(null);
        OpenFire fire = task == null ? null : find(task, ticket).orElse(null);
        if (task == null || fire == null) {
            return ended(ticket);
        }
        RemoteClaim claim = fires.remoteClaim(fire.id()).orElse(null);
        if (claim == null || !claim.token().equals(report.token())) {
            // recorded before, or declared ended by others: the next attempt sees what follows
            return new AttemptStep.Again(AT_ONCE);
        }
        return step(ticket, remote.record(task, fire, claim, report.result()));
    }

    private static String run() {
        return Objects.requireNonNull(
                Activity.getExecutionContext().getInfo().getWorkflowRunId(), "it is an activity of a workflow");
    }

    private AttemptStep step(FireTicket ticket, @Nullable Verdict verdict) {
        if (verdict == null) {
            return new AttemptStep.Again(ELSEWHERE);
        }
        return switch (verdict) {
            case Verdict.Final ignored -> ended(ticket);
            case Verdict.Retry retry -> again(retry.at());
        };
    }

    private AttemptStep again(Instant at) {
        Duration wait = Duration.between(clock.instant(), at);
        return new AttemptStep.Again(wait.isPositive() ? wait : AT_ONCE);
    }

    private static Optional<OpenFire> find(DueTask task, FireTicket ticket) {
        return task.open().stream()
                .filter(open -> open.id().equals(ticket.fire()))
                .findFirst();
    }

    private static Plan.Start start(DueTask task, OpenFire fire, Instant dueAt) {
        return new Plan.Start(
                fire.id(),
                fire.scheduledFor(),
                fire.trigger(),
                fire.attempt() + 1,
                dueAt,
                task.next(),
                Route.DISPATCHED);
    }

    /** The task's workflow sleeps until the fire's end if it needs to know of it, and others may wait for the slot. */
    private AttemptStep ended(FireTicket ticket) {
        if (ticket.slotKey() != null) {
            slots.admit(new SlotKey(ticket.namespace(), ticket.slotKey()));
        }
        if (ticket.wakesTask()) {
            // a worker of this process may hold it; others do so for some seconds at most
            holds.changed(ticket.task());
            tasks.find(ticket.task()).ifPresent(engine::wake);
        }
        return new AttemptStep.Ended();
    }
}
