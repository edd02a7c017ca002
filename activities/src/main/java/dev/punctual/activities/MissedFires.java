package dev.punctual.activities;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.activities.CatchUpLine.Decision;
import dev.punctual.activities.CatchUpLine.Missed;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Has fires whose instant was missed wait for their turn at the gate: here where that may be, and otherwise in the engine. */
final class MissedFires {
    /** Just less than the engine lets an activity be silent; what waits longer at the gate comes again. */
    private static final Duration AT_THE_GATE = Duration.ofSeconds(7);

    private final CatchUpGate gate;
    private final Leads leads;
    private final InstantSource clock;

    /**
     * @param gate where they wait
     * @param leads how early who sleeps is woken
     * @param clock the book's clock
     */
    MissedFires(CatchUpGate gate, Leads leads, InstantSource clock) {
        this.gate = gate;
        this.leads = leads;
        this.clock = clock;
    }

    /**
     * Waits for the turn of a fire.
     *
     * @return null once it is let through, as the visit then knows, and when the task's next instant has come: what is due by
     *     now is to be planned anew
     */
    @Nullable
    FireStep await(DueTask task, Plan.Start start, Visit visit) throws InterruptedException {
        Instant now = clock.instant();
        if (visit.isOver(now)) {
            return new FireStep.Wake(start.at(), Leads.GAP, Duration.ZERO);
        }
        Instant next = start.next() != null && start.next().at().isAfter(now)
                ? start.next().at()
                : null;
        Instant longest = now.plus(AT_THE_GATE);
        Instant until = min(next, longest);
        Missed fire = new Missed(task.id(), since(task, start), task.spec().priority());
        try (CatchUpGate.Visitor visitor = gate.enter(fire, now, visit.hold()::look)) {
            return switch (visit.hold().until(until, () -> visitor.decision() != null)) {
                case CHANGED -> null;
                case DRAINING -> new FireStep.Wake(start.at(), Leads.BREATH, Duration.ZERO);
                case INSTANT ->
                    switch (visitor.decision()) {
                        case Decision.Through ignored -> {
                            visit.letThrough();
                            yield null;
                        }
                        case Decision.Later later -> comeBack(task, start, next, later.after(), visit);
                        case null ->
                            until.equals(next) || visit.mayLastUntil(until.plus(AT_THE_GATE))
                                    ? null
                                    : new FireStep.Wake(start.at(), Leads.GAP, Duration.ZERO);
                    };
            };
        }
    }

    /** Of several missed instants, of which one is made up for, the first counts. */
    private static Instant since(DueTask task, Plan.Start start) {
        DueTask.NextFire next = task.next();
        return next != null && next.at().isBefore(start.scheduledFor()) ? next.at() : start.scheduledFor();
    }

    /**
     * Waits until its turn at the gate or its next instant, whichever is first: here if that may be, since of many who are sent
     * away each would cost an engine that is behind a sleep and a wake-up.
     *
     * @param next the task's next instant that has not passed; null for none
     */
    private @Nullable FireStep comeBack(
            DueTask task, Plan.Start start, @Nullable Instant next, Duration after, Visit visit)
            throws InterruptedException {
        Instant turn = clock.instant().plus(after);
        Instant until = min(next, turn);
        if (!visit.mayLastUntil(until)) {
            FireStep sleep = until.equals(turn)
                    ? new FireStep.Wake(start.at(), after, Duration.ZERO)
                    : leads.sleepUntil(task, until, null);
            if (sleep != null) {
                return sleep;
            }
        }
        return switch (visit.hold().until(until)) {
            case CHANGED, INSTANT -> null;
            case DRAINING -> new FireStep.Wake(until, Leads.BREATH, Duration.ZERO);
        };
    }
}
