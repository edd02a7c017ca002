package dev.punctual.workflows.fire;

import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.FollowUps;
import dev.punctual.workflows.task.FollowUps.OnLate;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fire to enter into the book because of what became of another of the same task. Which ones there are is decided here.
 * Pure: same values in, same decision out.
 *
 * @param fire its identity, which also says when it is due
 * @param trigger {@code ON_FAILURE}, {@code ON_SUCCESS} or {@code ON_LATE}
 * @param source the fire that it follows
 */
public record FollowUp(FireId fire, Trigger trigger, FireId source) {
    private static final FollowUps NONE = new FollowUps(null, null, null);

    /**
     * What follows the end of an attempt: nothing while another attempt is to come.
     *
     * @param task whose fire it is
     * @param fire which
     * @param trigger why that exists
     * @param verdict what the attempt's end means for it
     * @param firstClaimedAt when its first attempt was claimed
     * @param now by the book's clock
     */
    public static List<FollowUp> after(
            DueTask task, FireId fire, Trigger trigger, Verdict verdict, Instant firstClaimedAt, Instant now) {
        if (trigger.isFollowUp() || task.spec().followUps() == null || !(verdict instanceof Verdict.Final end)) {
            return List.of();
        }
        // once more, should the process that claimed the first attempt not have come to it
        List<FollowUp> all = new ArrayList<>(late(task, fire, trigger, firstClaimedAt));
        Trigger cause = cause(end.state());
        if (cause != null && action(task.spec(), cause) != null) {
            all.add(of(task.id(), fire, cause, now));
        }
        return all;
    }

    /**
     * What follows a late start of a scheduled fire. The same however often one asks, since it is due at the instant of the
     * claim.
     *
     * @param firstClaimedAt when the fire's first attempt was claimed
     */
    public static List<FollowUp> late(DueTask task, FireId fire, Trigger trigger, Instant firstClaimedAt) {
        OnLate onLate = of(task.spec()).onLate();
        boolean late = onLate != null
                && trigger == Trigger.SCHEDULE
                && Duration.between(fire.scheduledFor(), firstClaimedAt).compareTo(onLate.after()) > 0;
        return late ? List.of(of(task.id(), fire, Trigger.ON_LATE, firstClaimedAt)) : List.of();
    }

    /** What a fire of this trigger does; null for a follow-up that the definition does not name any more. */
    public static @Nullable Action action(TaskSpec spec, Trigger trigger) {
        return switch (trigger) {
            case SCHEDULE, MANUAL, BACKFILL, DEPENDENCY -> spec.action();
            case ON_FAILURE -> of(spec).onFailure();
            case ON_SUCCESS -> of(spec).onSuccess();
            case ON_LATE -> {
                OnLate onLate = of(spec).onLate();
                yield onLate == null ? null : onLate.action();
            }
        };
    }

    private static @Nullable Trigger cause(FireState end) {
        return switch (end) {
            case SUCCEEDED -> Trigger.ON_SUCCESS;
            case FAILED, TIMED_OUT, LOST -> Trigger.ON_FAILURE;
            case PENDING, RUNNING, RETRYING, CANCELLED, SKIPPED -> null;
        };
    }

    private static FollowUp of(TaskId task, FireId source, Trigger trigger, Instant at) {
        return new FollowUp(FireId.of(task, at, trigger, source), trigger, source);
    }

    private static FollowUps of(TaskSpec spec) {
        return spec.followUps() == null ? NONE : spec.followUps();
    }
}
