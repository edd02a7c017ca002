package dev.punctual.workerapp.duty;

import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.WorkerBook;
import dev.punctual.book.WorkerBook.LostAttempt;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import java.time.InstantSource;
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
    private final TaskEngine engine;
    private final Supplier<Set<UUID>> known;
    private final InstantSource clock;

    /** What the watch looks at and acts through. */
    public record Parts(
            Heartbeat heartbeat, WorkerBook workers, FireBook fires, TaskEngine engine, InstantSource clock) {}

    /**
     * @param worker this worker's name
     * @param known the tokens of the claims that this worker works on
     */
    public LeaseWatch(String worker, Parts parts, Supplier<Set<UUID>> known) {
        this.worker = worker;
        this.heartbeat = parts.heartbeat();
        this.workers = parts.workers();
        this.fires = parts.fires();
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
        Verdict verdict =
                FirePlanner.after(lost.task().spec(), lost.attempt(), lost.firstClaimedAt(), outcome, clock.instant());
        boolean recorded = fires.finish(new Finish(
                lost.task().id(),
                lost.fire(),
                lost.attempt(),
                lost.token(),
                null,
                outcome,
                verdict,
                lost.task().spec().schedule().followsRuns()));
        if (recorded) {
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
