package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RRuleSchedule;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says where a next fire stands by the time-zone data of this process, when it was computed with another's. Pure, but for
 * that data.
 */
public final class Replanning {
    private Replanning() {}

    /**
     * Whether time-zone data has a say in a next fire. It has none in an instant that a user named (a one-time task, a fire
     * that was moved), in one that counts from a run or an anchor, and in one that has come: that is due, or was
     * passed during a pause, and is treated as such.
     */
    public static boolean concerns(Schedule schedule, NextFire next, Instant now) {
        boolean local = switch (schedule) {
            case OneTimeSchedule _, IntervalSchedule _ -> false;
            case CronSchedule _, RRuleSchedule _, BoundedSchedule _ -> true;
        };
        return local && next.at().equals(next.nominal()) && next.at().isAfter(now);
    }

    /** Whether a next fire was computed: one that a user moved still stands for the instant that was computed before. */
    public static boolean isAnew(@Nullable NextFire before, @Nullable NextFire next) {
        return next != null && (before == null || !next.nominal().equals(before.nominal()));
    }

    /**
     * The next fire anew: the first instant of the schedule from now on, where {@link #concerns time-zone data has a say},
     * else the one given.
     *
     * @return null when nothing is left of the schedule
     */
    public static @Nullable NextFire next(Schedule schedule, NextFire next, Instant now) {
        return concerns(schedule, next, now)
                ? schedule.nextAfter(now).map(NextFire::at).orElse(null)
                : next;
    }
}
