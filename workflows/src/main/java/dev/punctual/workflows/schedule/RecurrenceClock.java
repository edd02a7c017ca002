package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.RecurrenceRuleParser.ints;

import dev.punctual.workflows.schedule.RecurrenceRuleParser.Frequency;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which times of day the time parts of an RRULE admit; in seconds since midnight. */
final class RecurrenceClock {
    private final int[] hours;
    private final int[] minutes;
    private final int[] seconds;
    private final boolean[] hour = new boolean[24];
    private final boolean[] minute = new boolean[60];
    private final boolean[] second = new boolean[60];

    RecurrenceClock(RecurrenceParts parts) {
        this.hours = orAll(ints(parts.hours()), 24);
        this.minutes = orAll(ints(parts.minutes()), 60);
        this.seconds = orAll(ints(parts.seconds()), 60);
        mark(hours, hour);
        mark(minutes, minute);
        mark(seconds, second);
    }

    private static int[] orAll(int[] values, int length) {
        return values.length == 0 ? IntStream.range(0, length).toArray() : values;
    }

    private static void mark(int[] values, boolean[] marks) {
        for (int value : values) {
            marks[value] = true;
        }
    }

    /** Every time of a day, in order. */
    long[] times() {
        long[] all = new long[hours.length * minutes.length * seconds.length];
        int size = 0;
        for (int h : hours) {
            for (int m : minutes) {
                for (int s : seconds) {
                    all[size++] = h * 3_600L + m * 60L + s;
                }
            }
        }
        return all;
    }

    /** The first time of the day that is not before this one; NEVER when there is none left. */
    long firstFrom(long time) {
        int h = (int) (time / 3_600);
        int m = (int) (time / 60 % 60);
        int s = (int) (time % 60);
        if (hour[h] && minute[m]) {
            int next = next(second, s);
            if (next >= 0) {
                return h * 3_600L + m * 60L + next;
            }
        }
        int nextMinute = hour[h] && m < 59 ? next(minute, m + 1) : -1;
        if (nextMinute >= 0) {
            return h * 3_600L + nextMinute * 60L + seconds[0];
        }
        int nextHour = h < 23 ? next(hour, h + 1) : -1;
        return nextHour < 0 ? LocalTimes.NEVER : nextHour * 3_600L + minutes[0] * 60L + seconds[0];
    }

    /** The beginning of the first unit of this frequency, not before this time, that the limits admit; NEVER for none. */
    long firstPossible(long time, Frequency frequency) {
        int h = (int) (time / 3_600);
        if (!hour[h]) {
            int next = next(hour, h);
            return next < 0 ? LocalTimes.NEVER : next * 3_600L;
        }
        int m = (int) (time / 60 % 60);
        if (frequency != Frequency.HOURLY && !minute[m]) {
            int next = next(minute, m);
            return next < 0 ? endOf(h * 3_600L, 3_600) : h * 3_600L + next * 60L;
        }
        int s = (int) (time % 60);
        if (frequency == Frequency.SECONDLY && !second[s]) {
            int next = next(second, s);
            return next < 0 ? endOf(time - s, 60) : time - s + next;
        }
        return time;
    }

    private static long endOf(long begin, long length) {
        return begin + length >= 86_400 ? LocalTimes.NEVER : begin + length;
    }

    private static int next(boolean[] marks, int from) {
        for (int i = from; i < marks.length; i++) {
            if (marks[i]) {
                return i;
            }
        }
        return -1;
    }

    /** The seconds within a unit of this frequency at which the parts finer than it fire, in order. */
    long[] withinUnit(Frequency frequency) {
        return switch (frequency) {
            case HOURLY ->
                Arrays.stream(minutes)
                        .mapToLong(m -> m * 60L)
                        .flatMap(m -> Arrays.stream(seconds).mapToLong(s -> m + s))
                        .toArray();
            case MINUTELY -> Arrays.stream(seconds).asLongStream().toArray();
            case YEARLY, MONTHLY, WEEKLY, DAILY, SECONDLY -> new long[] {0};
        };
    }
}
