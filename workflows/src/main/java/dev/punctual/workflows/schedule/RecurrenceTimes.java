package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.RecurrenceRuleParser.ints;
import static dev.punctual.workflows.schedule.RecurrenceRuleParser.second;

import dev.punctual.workflows.schedule.RecurrenceRuleParser.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The local times of an RRULE, in no zone: from its start on, without regard to COUNT and UNTIL. Jumps to the period that
 * holds the time asked for, so the answer does not depend on how long ago the rule began.
 *
 * <p>Within a period (a year, a month, … of the frequency and the interval) the days are those that every day part admits,
 * the times of day every combination of the time parts; BYSETPOS chooses among all of them.
 */
final class RecurrenceTimes implements LocalTimes {
    private static final long DAY = 86_400;
    /** The calendar repeats itself after so many days. */
    private static final long FOUR_CENTURIES = 146_097;

    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    /** Far more than any rule needs that fires at all; it bounds the search of one that does not. */
    private static final int MOST_STEPS = 1_000_000;

    private final Frequency frequency;
    private final long interval;
    private final long start;
    private final LocalDate startDay;
    private final DayOfWeek weekStart;
    private final RecurrenceDays days;
    private final RecurrenceClock clock;
    private final int[] positions;
    /** What BYSETPOS chooses from, in each day or each unit. */
    private final long[] choice;

    private final long[] withinUnit;

    /** @param parts complete, so that nothing but the phase of the interval is taken from the start */
    RecurrenceTimes(RecurrenceParts parts, LocalDateTime start) {
        this.frequency = parts.frequency();
        this.interval = parts.interval();
        this.start = second(start);
        this.startDay = start.toLocalDate();
        this.weekStart = parts.weekStart();
        this.days = new RecurrenceDays(parts);
        this.clock = new RecurrenceClock(parts);
        this.positions = ints(parts.positions());
        this.choice = positions.length == 0 ? new long[0] : clock.times();
        this.withinUnit = clock.withinUnit(frequency);
    }

    @Override
    public long firstFrom(long localSecond) {
        long from = Math.max(localSecond, start);
        return frequency.isBelowDay() ? firstWithinDays(from) : firstInPeriods(from);
    }

    // ---- periods of a day or longer

    private long firstInPeriods(long from) {
        long fromDay = Math.floorDiv(from, DAY);
        if (fromDay > LAST_DAY) {
            return NEVER;
        }
        long period = aligned(periodOf(LocalDate.ofEpochDay(fromDay)));
        long until = Math.min(LAST_DAY, fromDay + FOUR_CENTURIES * Math.min(interval, 100));
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            LocalDate first = firstDay(period);
            if (first == null || first.toEpochDay() > until) {
                return NEVER;
            }
            if (frequency == Frequency.DAILY && !days.admitsMonth(first.getMonthValue())) {
                period = aligned(first.withDayOfMonth(1).plusMonths(1).toEpochDay());
                continue;
            }
            long found = firstIn(daysOf(first), from);
            if (found != NEVER) {
                return found;
            }
            period += interval;
        }
        return NEVER;
    }

    private long firstIn(long[] periodDays, long from) {
        if (positions.length > 0) {
            return firstOfChosen(periodDays, from);
        }
        for (long day : periodDays) {
            long within = from - day * DAY;
            if (within < DAY) {
                long time = clock.firstFrom(Math.max(0, within));
                if (time != NEVER) {
                    return day * DAY + time;
                }
            }
        }
        return NEVER;
    }

    private long firstOfChosen(long[] periodDays, long from) {
        long size = (long) periodDays.length * choice.length;
        long best = NEVER;
        for (int position : positions) {
            long index = position > 0 ? position - 1L : size + position;
            if (index >= 0 && index < size) {
                long at = periodDays[(int) (index / choice.length)] * DAY + choice[(int) (index % choice.length)];
                best = at >= from ? Math.min(best, at) : best;
            }
        }
        return best;
    }

    private long[] daysOf(LocalDate first) {
        return switch (frequency) {
            case YEARLY -> days.ofYear(first.getYear());
            case MONTHLY -> days.ofMonth(first);
            case WEEKLY -> days.from(first, 7);
            case DAILY -> days.from(first, 1);
            case HOURLY, MINUTELY, SECONDLY -> throw new AssertionError(frequency);
        };
    }

    private long periodOf(LocalDate day) {
        return switch (frequency) {
            case YEARLY -> day.getYear();
            case MONTHLY -> day.getYear() * 12L + day.getMonthValue() - 1;
            case WEEKLY -> Math.floorDiv(day.toEpochDay() - weekShift(), 7L);
            case DAILY -> day.toEpochDay();
            case HOURLY, MINUTELY, SECONDLY -> throw new AssertionError(frequency);
        };
    }

    /** The first day of a period; null when it lies beyond the year 9999. */
    private @Nullable LocalDate firstDay(long period) {
        return switch (frequency) {
            case YEARLY -> period > 9999 ? null : LocalDate.of((int) period, 1, 1);
            case MONTHLY ->
                period >= 10_000L * 12
                        ? null
                        : LocalDate.of((int) Math.floorDiv(period, 12L), (int) Math.floorMod(period, 12L) + 1, 1);
            case WEEKLY -> period * 7 > LAST_DAY ? null : LocalDate.ofEpochDay(period * 7 + weekShift());
            case DAILY -> period > LAST_DAY ? null : LocalDate.ofEpochDay(period);
            case HOURLY, MINUTELY, SECONDLY -> throw new AssertionError(frequency);
        };
    }

    /** 1970-01-01 was a Thursday. */
    private long weekShift() {
        return (long) weekStart.getValue() - DayOfWeek.THURSDAY.getValue();
    }

    private long aligned(long period) {
        return alignedTo(periodOf(startDay), period);
    }

    private long alignedTo(long first, long period) {
        return period <= first ? first : first + Math.ceilDiv(period - first, interval) * interval;
    }

    // ---- periods of an hour, a minute, a second

    private long firstWithinDays(long from) {
        long unit = (frequency == Frequency.HOURLY
                        ? ChronoUnit.HOURS
                        : frequency == Frequency.MINUTELY ? ChronoUnit.MINUTES : ChronoUnit.SECONDS)
                .getDuration()
                .toSeconds();
        long first = Math.floorDiv(start, unit);
        long period = alignedTo(first, Math.floorDiv(from, unit));
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            long at = period * unit;
            long day = Math.floorDiv(at, DAY);
            if (day > LAST_DAY) {
                return NEVER;
            }
            if (!days.admits(LocalDate.ofEpochDay(day))) {
                period = alignedTo(first, Math.ceilDiv(days.nextAfter(day) * DAY, unit));
                continue;
            }
            long within = Math.floorMod(at, DAY);
            long possible = clock.firstPossible(within, frequency);
            if (possible != within) {
                period = alignedTo(
                        first, Math.ceilDiv(possible == NEVER ? (day + 1) * DAY : day * DAY + possible, unit));
                continue;
            }
            long found = firstInUnit(at, from);
            if (found != NEVER) {
                return found;
            }
            period += interval;
        }
        return NEVER;
    }

    private long firstInUnit(long at, long from) {
        if (positions.length == 0) {
            int index = Arrays.binarySearch(withinUnit, from - at);
            index = index >= 0 ? index : -index - 1;
            return index < withinUnit.length ? at + withinUnit[index] : NEVER;
        }
        long best = NEVER;
        for (int position : positions) {
            int index = position > 0 ? position - 1 : withinUnit.length + position;
            if (index >= 0 && index < withinUnit.length && at + withinUnit[index] >= from) {
                best = Math.min(best, at + withinUnit[index]);
            }
        }
        return best;
    }
}
