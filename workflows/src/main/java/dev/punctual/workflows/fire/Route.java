package dev.punctual.workflows.fire;

import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;

/** Where the attempts of a fire are performed. */
public enum Route {
    /** By the worker that held the fire for its instant, as part of the hold: the quickest start. */
    INLINE,
    /** By a workflow of its own, on the task's queue: for what is long, remote, prioritised, runs beside others, or waits for a slot. */
    DISPATCHED;

    /** What takes longer is not performed inline, where it would keep the task's alarm clock waiting. */
    public static final Duration LONGEST_INLINE = Duration.ofMinutes(2);

    /** The one rule by which the route is chosen. */
    public static Route of(TaskSpec spec) {
        boolean plain = spec.queue().equals(TaskSpec.DEFAULT_QUEUE)
                && spec.priority() == TaskSpec.DEFAULT_PRIORITY
                && spec.fairnessKey() == null;
        return plain && isInlineWhereNobodyWaits(spec) ? INLINE : DISPATCHED;
    }

    /**
     * Whether a fire that is to be dispatched is so only for its place among those that wait in its queue: where nobody waits,
     * it may as well be performed inline.
     */
    public static boolean isInlineWhereNobodyWaits(TaskSpec spec) {
        boolean beside = spec.overlapPolicy().stopsRunning() || spec.overlapPolicy() == OverlapPolicy.ALLOW_ALL;
        return spec.timeout().compareTo(LONGEST_INLINE) <= 0
                && !beside
                && spec.concurrency() == null
                && !spec.action().isRemote();
    }
}
