package dev.punctual.workerapp.duty;

import dev.punctual.book.EngineBook;
import dev.punctual.book.WorkerBook;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.task.TaskId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts the workflow of a task whose instant passed unclaimed: its worker was killed while it held the fire, or the engine
 * lost the workflow. A workflow holds no state of its own, so replacing it is always safe.
 *
 * <p>A fire may also be overdue because there is more work than the machine can do, and then restarts would only add to it. So
 * they come out of an allowance, unless a worker is known to have vanished.
 */
public final class OverdueWatch implements Pass {
    private static final Logger log = LoggerFactory.getLogger(OverdueWatch.class);

    /** The engine and the worker get so long to do it by themselves. */
    static final Duration OVERDUE = Duration.ofSeconds(2);

    /** A restarted task is left alone for so long, so that a busy engine is not made busier. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LIMIT = 200;

    /** So many are restarted at once after a quiet time. */
    private static final int RESERVE = 50;

    /** Which part of what the engine can do goes into restarts, however many are overdue. */
    private static final double SHARE = 0.25;

    /** So many calls to the engine may be under way: one that is not answered holds up nobody else. */
    private static final int SIDE_BY_SIDE = 16;

    /** How long is waited for one of them to be answered. */
    private static final Duration ANSWERED = Duration.ofSeconds(2);

    /** A worker counts as just vanished for so long after its lease. */
    private static final Duration VANISHED = Duration.ofSeconds(15);

    private final EngineBook book;
    private final WorkerBook workers;
    private final TaskEngine engine;
    private final Predicate<TaskId> attended;
    private final Bucket allowance;
    private final Semaphore calls = new Semaphore(SIDE_BY_SIDE);

    /**
     * @param parts what is looked at and acted through
     * @param wakesPerSecond what the engine can do
     * @param attended whether this process is at work on the task, so that a restart would only repeat its work
     */
    public OverdueWatch(Parts parts, double wakesPerSecond, Predicate<TaskId> attended) {
        this.book = parts.book();
        this.workers = parts.workers();
        this.engine = parts.engine();
        this.attended = attended;
        this.allowance = Bucket.builder()
                .addLimit(limit -> limit.capacity(RESERVE)
                        .refillGreedy(Math.max(1, Math.round(SHARE * wakesPerSecond)), Duration.ofSeconds(1)))
                .withCustomTimePrecision(parts.timer())
                .build();
    }

    /**
     * What the watch looks at and acts through.
     *
     * @param book knows what is overdue
     * @param workers knows who vanished
     * @param engine restarts
     * @param timer by which the allowance refills
     */
    public record Parts(EngineBook book, WorkerBook workers, TaskEngine engine, TimeMeter timer) {}

    @Override
    public int runOnce() {
        int limit = limit();
        if (limit == 0) {
            return 0;
        }
        List<TaskId> overdue = book.overdue(OVERDUE, PATIENCE, limit);
        int restarted = 0;
        for (TaskId task : overdue) {
            if (attended.test(task)) {
                continue;
            }
            if (!mayCall()) {
                log.warn("the engine answers none of {} restarts; the others wait", SIDE_BY_SIDE);
                break;
            }
            Thread.ofVirtual().name("restart-" + task).start(() -> restart(task));
            restarted++;
        }
        if (restarted > 0) {
            // what a vanished worker held is restarted whatever is left
            allowance.consumeIgnoringRateLimits(restarted);
            log.info("restarted {} tasks whose instant had passed unclaimed", restarted);
        }
        return restarted;
    }

    private boolean mayCall() {
        try {
            return calls.tryAcquire(ANSWERED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // the duty is being stopped
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void restart(TaskId task) {
        try {
            engine.restart(task);
            log.debug("task {}: its instant passed unclaimed, its workflow was restarted", task);
        } catch (RuntimeException e) {
            log.warn("task {}: the engine could not restart its workflow; it is tried again: {}", task, e.toString());
        } finally {
            calls.release();
        }
    }

    private int limit() {
        int left = Math.clamp(allowance.getAvailableTokens(), 0, LIMIT);
        return left < LIMIT && workers.hasVanished(Heartbeat.LEASE, VANISHED) ? LIMIT : left;
    }
}
