package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cron expression in a time zone. */
public record CronSchedule(String expression, CronDialect dialect, ZoneId timeZone, GapPolicy gap, RepeatPolicy repeat)
        implements Schedule {

    /** The schedule with the defaults applied for what is null. */
    public static CronSchedule of(
            String expression,
            CronDialect dialect,
            ZoneId timeZone,
            @Nullable GapPolicy gap,
            @Nullable RepeatPolicy repeat) {
        return new CronSchedule(
                expression,
                dialect,
                timeZone,
                gap == null ? GapPolicy.SKIP : gap,
                repeat == null ? RepeatPolicy.FIRST : repeat);
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        throw new UnsupportedOperationException("the evaluator follows");
    }

    @Override
    public String describe() {
        return expression + " (" + timeZone + ")";
    }
}
