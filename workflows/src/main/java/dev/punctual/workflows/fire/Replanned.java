package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a changed schedule makes of a task that is in force. Pure.
 *
 * @param next the next fire; null when there is none
 * @param excluded what a calendar of the schedule before dropped up to the change, to be recorded with it
 * @param plannedSince from when on the schedule holds
 */
public record Replanned(@Nullable NextFire next, List<Skip> excluded, Instant plannedSince) {

    /**
     * A task whose calendars changed. What has come by now stays expected, and so does a fire that a user moved; what is to
     * come follows the schedule as it is now.
     *
     * @param before the schedule so far, since {@code plannedSince}
     * @param next its next fire; null when there was none
     * @param plannedSince from when on it held; null from the beginning
     * @param after the schedule from now on
     */
    public static Replanned of(
            BoundedSchedule before,
            @Nullable NextFire next,
            @Nullable Instant plannedSince,
            BoundedSchedule after,
            Instant now) {
        if (next != null && (!next.at().isAfter(now) || !next.at().equals(next.nominal()))) {
            Instant since = next.nominal().isBefore(now) ? next.nominal() : now;
            return new Replanned(next, excluded(before, next, plannedSince, since), since);
        }
        return new Replanned(
                after.firstInPlaceOf(before, next == null ? null : next.at(), now)
                        .map(NextFire::at)
                        .orElse(null),
                excluded(before, next, plannedSince, now),
                now);
    }

    /**
     * What a calendar dropped since the last fire and before a moment, at which the schedule ends to hold.
     *
     * @param next its next fire; null when there was none
     */
    public static List<Skip> excluded(
            Schedule before, @Nullable NextFire next, @Nullable Instant plannedSince, Instant until) {
        return next == null ? List.of() : new MissedInstants(before, plannedSince, until).excludedBefore(next, until);
    }
}
