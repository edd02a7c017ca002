package dev.punctual.workflows.schedule.calendar;

import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import dev.punctual.workflows.schedule.RepeatPolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The minutes that a cron expression names, such as {@code * 2-3 * * SUN}; nothing fires in them. */
public record Blackout(String expression, CronDialect dialect) implements Calendar {
    public Blackout {
        try {
            minutes(expression, dialect);
        } catch (InvalidScheduleException e) {
            throw new InvalidCalendarException(e.field(), String.valueOf(e.getMessage()));
        }
    }

    private static CronSchedule minutes(String expression, CronDialect dialect) {
        return CronSchedule.of(expression, dialect, ZoneOffset.UTC, null, RepeatPolicy.BOTH);
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        return namesAnyIn(time.truncatedTo(ChronoUnit.MINUTES), 60);
    }

    /** Only a calendar of days can make a day no business day. */
    @Override
    public boolean excludesDay(LocalDate day) {
        return false;
    }

    @Override
    public boolean touches(LocalDate day) {
        return namesAnyIn(day.atStartOfDay(), 86_400);
    }

    private boolean namesAnyIn(LocalDateTime from, long seconds) {
        Instant begin = from.toInstant(ZoneOffset.UTC);
        return new CronSchedule(expression, dialect, ZoneOffset.UTC, GapPolicy.SKIP, RepeatPolicy.BOTH)
                .nextAfter(begin.minusNanos(1_000))
                .filter(next -> next.isBefore(begin.plusSeconds(seconds)))
                .isPresent();
    }
}
