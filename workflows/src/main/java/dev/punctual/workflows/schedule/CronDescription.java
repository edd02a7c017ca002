package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Says in English what a cron expression means; by its meaning, so two ways to write the same read alike. */
final class CronDescription {
    private static final int MOST_TIMES = 6;
    /** Second 0 alone: the seconds need no word. */
    private static final long FULL_MINUTE = 1;

    private final CronFields fields;

    private CronDescription(CronFields fields) {
        this.fields = fields;
    }

    static String of(CronFields fields) {
        CronDescription description = new CronDescription(fields);
        return (fields.seconds() == FULL_MINUTE ? description.minutes() : description.seconds())
                + CronDateDescription.of(fields);
    }

    private String seconds() {
        int minuteStep = step(fields.minutes(), 60);
        int hourStep = step(fields.hours(), 24);
        if (times() <= MOST_TIMES) {
            return "At " + clockTimes();
        }
        int secondStep = step(fields.seconds(), 60);
        String seconds = secondStep > 0
                ? every(secondStep, "second")
                : "At " + values("second", fields.seconds()) + (minuteStep == 1 ? " of every minute" : "");
        String minutes = minuteStep == 1 ? "" : " of " + values("minute", fields.minutes());
        String hours =
                hourStep != 1 ? " of " + values("hour", fields.hours()) : minuteStep == 1 ? "" : " of every hour";
        return seconds + minutes + hours;
    }

    private String minutes() {
        long minutes = fields.minutes();
        int hours = fields.hours();
        int minuteStep = step(minutes, 60);
        int hourStep = step(hours, 24);
        boolean onTheHour = minutes == 1;
        if (hourStep == 1) {
            return onTheHour ? "Every hour" : minuteStep > 0 ? every(minuteStep, "minute") : minutesOf("every hour");
        }
        if (times() <= MOST_TIMES && !(hourStep > 0 && onTheHour)) {
            return "At " + clockTimes();
        }
        if (hourStep > 0) {
            return onTheHour ? every(hourStep, "hour") : minutesOf("every " + hourStep + " hours from 00:00");
        }
        int firstHour = Integer.numberOfTrailingZeros(hours);
        int lastHour = 31 - Integer.numberOfLeadingZeros(hours);
        boolean oneRun = Integer.bitCount(hours) == lastHour - firstHour + 1;
        if (oneRun && (minuteStep > 0 || Long.bitCount(minutes) == 1)) {
            return "%s from %s through %s"
                    .formatted(
                            minuteStep > 0 ? every(minuteStep, "minute") : "Every hour",
                            clock(firstHour, Long.numberOfTrailingZeros(minutes)),
                            clock(lastHour, 63 - Long.numberOfLeadingZeros(minutes)));
        }
        return minutesOf(values("hour", hours));
    }

    private String minutesOf(String hours) {
        int minuteStep = step(fields.minutes(), 60);
        return minuteStep > 0
                ? every(minuteStep, "minute") + " of " + hours
                : "At " + values("minute", fields.minutes()) + " of " + hours;
    }

    /** How many there are in a day. */
    private int times() {
        return Long.bitCount(fields.seconds()) * Long.bitCount(fields.minutes()) * Integer.bitCount(fields.hours());
    }

    private String clockTimes() {
        List<String> times = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            for (int minute = 0; minute < 60; minute++) {
                for (int second = 0; second < 60; second++) {
                    if (((fields.hours() >>> hour) & (fields.minutes() >>> minute) & (fields.seconds() >>> second) & 1)
                            != 0) {
                        times.add(clock(hour, minute)
                                + (fields.seconds() == FULL_MINUTE ? "" : ":%02d".formatted(second)));
                    }
                }
            }
        }
        return EnglishList.join(times);
    }

    private static String values(String unit, long bits) {
        return unit
                + (Long.bitCount(bits) == 1 ? " " : "s ")
                + EnglishList.of(BitSet.valueOf(new long[] {bits}), Integer::toString);
    }

    /** The step n with which the values run from 0 over the whole size, or 0 when they do not. */
    private static int step(long bits, int size) {
        for (int step = 1; step < size; step++) {
            if (size % step == 0) {
                long expected = 0;
                for (int value = 0; value < size; value += step) {
                    expected |= 1L << value;
                }
                if (bits == expected) {
                    return step;
                }
            }
        }
        return 0;
    }

    private static String every(int step, String unit) {
        return step == 1 ? "Every " + unit : "Every " + step + " " + unit + "s";
    }

    private static String clock(int hour, int minute) {
        return "%02d:%02d".formatted(hour, minute);
    }
}
