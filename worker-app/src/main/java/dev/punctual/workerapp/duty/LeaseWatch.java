package dev.punctual.workerapp.duty;

import dev.punctual.activities.FollowUpFires;
import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.FireBook.Following;
import dev.punctual.book.WorkerBook;
import dev.punctual.book.WorkerBook.LostAttempt;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles attempts whose worker vanished: they are lost, and the task's policies say whether another one follows. While the
 * book was away nobody could keep a lease, so a worker judges others only after it has kept its own for that long.
 */
public final class LeaseWatch implements Pass {
    private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);
    private static final int LIMIT = 200;

    private final String worker;
    private final Heartbeat heartbeat;
    private final WorkerBook workers;
    private final FireBook fires;
    private final FollowUpFires followUps;
    private final TaskEngine engine;
    private final Supplier<Set<UUID>> known;
    private final InstantSource clock;

    /** What the watch looks at and acts through. */
    public record Parts(
            Heartbeat heartbeat,
            WorkerBook workers,
            FireBook fires,
            FollowUpFires followUps,
            TaskEngine engine,
            InstantSource clock) {}

    /**
     * @param worker this worker's name
     * @param known the tokens of the claims that this worker works on
     */
    public LeaseWatch(String worker, Parts parts, Supplier<Set<UUID>> known) {
        this.worker = worker;
        this.heartbeat = parts.heartbeat();
        this.workers = parts.workers();
        this.fires = parts.fires();
        this.followUps = parts.followUps();
        this.engine = parts.engine();
        this.known = known;
        this.clock = parts.clock();
    }

    @Override
    public int runOnce() {
        if (!heartbeat.isKept()) {
            return 0;
        }
        int settled = 0;
        for (LostAttempt lost : workers.lostAttempts(worker, known.get(), Heartbeat.LEASE, LIMIT)) {
            settle(lost);
            settled++;
        }
        return settled;
    }

    /** The workflow of a dispatched fire sees to its next attempt by itself. */
    private static boolean hasOwnWorkflow(LostAttempt lost) {
        return lost.task().open().stream()
                .anyMatch(fire -> fire.id().equals(lost.fire()) && fire.carrier() != Carrier.TASK);
    }

    private void settle(LostAttempt lost) {
        Outcome outcome = new Outcome.Lost(new FireError(
                "LEASE_LOST",
                "worker %s vanished during attempt %d; whether it took effect is unknown"
                        .formatted(lost.worker(), lost.attempt())));
        Instant now = clock.instant();
        Verdict verdict = FirePlanner.after(lost.task().spec(), lost.attempt(), lost.firstClaimedAt(), outcome, now);
        // one that is open no more has been settled by others, and its end will be refused
        Trigger trigger = lost.task().open().stream()
                .filter(fire -> fire.id().equals(lost.fire()))
                .map(OpenFire::trigger)
                .findFirst()
                .orElse(Trigger.SCHEDULE);
        List<FollowUp> next = FollowUp.after(lost.task(), lost.fire(), trigger, verdict, lost.firstClaimedAt(), now);
        boolean recorded = fires.finish(new Finish(
                lost.task().id(),
                lost.fire(),
                lost.attempt(),
                lost.token(),
                null,
                outcome,
                verdict,
                lost.task().spec().schedule().followsRuns(),
                new Following(trigger.isFollowUp(), next)));
        if (recorded) {
            followUps.handOver(lost.task(), next);
            log.warn(
                    "fire {} of {}: attempt {} was lost with worker {}; {}",
                    lost.fire(),
                    lost.task().id(),
                    lost.attempt(),
                    lost.worker(),
                    verdict);
            if (!hasOwnWorkflow(lost)) {
                engine.restart(lost.task().id());
            }
        }
    }
}
