package dev.punctual.activities;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.OverlapPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** How late the fires of this worker were that started for their instants, rather than were caught up. */
final class OnTimeFires {
    private static final long NONE = -1;

    private final LongAccumulator worst = new LongAccumulator(Math::max, NONE);
    private volatile Instant since = Instant.MIN;

    /** What was due before this moment was late before any fire was caught up, and counts no more. */
    void catchUpBegins(Instant now) {
        since = now;
        worst.reset();
    }

    /** When the last catch-up began. */
    Instant since() {
        return since;
    }

    /** A fire has been claimed and starts now. */
    void started(DueTask task, Plan.Start start, Instant now) {
        if (!start.scheduledFor().isBefore(since) && counts(task, start, now)) {
            worst.accumulate(
                    Math.max(0, Duration.between(start.scheduledFor(), now).toNanos()));
        }
    }

    /** Where a task's own policies may hold a fire back, its lateness says nothing about the machine. */
    private static boolean counts(DueTask task, Plan.Start start, Instant now) {
        OverlapPolicy policy = task.spec().overlapPolicy();
        return start.trigger() == Trigger.SCHEDULE
                && start.attempt() == 1
                && !start.catchesUp(now)
                && !policy.buffers()
                && !policy.stopsRunning()
                && task.spec().concurrency() == null;
    }

    /** The greatest lateness since this was asked last; null when no fire on time has started. */
    @Nullable
    Duration takeWorst() {
        long nanos = worst.getThenReset();
        return nanos == NONE ? null : Duration.ofNanos(nanos);
    }
}
