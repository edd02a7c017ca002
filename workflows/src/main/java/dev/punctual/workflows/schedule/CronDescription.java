package dev.punctual.workflows.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Says in English what a cron expression means; by its meaning, so two ways to write the same read alike. */
final class CronDescription {
    private static final int ALL_DAYS = -2;
    private static final int ALL_MONTHS = (1 << 13) - 2;
    private static final int ALL_WEEKDAYS = (1 << 7) - 1;
    private static final int MOST_TIMES = 6;

    private final CronFields fields;

    private CronDescription(CronFields fields) {
        this.fields = fields;
    }

    static String of(CronFields fields) {
        CronDescription description = new CronDescription(fields);
        return description.time() + description.days();
    }

    private String time() {
        long minutes = fields.minutes();
        int hours = fields.hours();
        int minuteStep = step(minutes, 60);
        int hourStep = step(hours, 24);
        boolean onTheHour = minutes == 1;
        if (hourStep == 1) {
            return onTheHour ? "Every hour" : minuteStep > 0 ? every(minuteStep, "minute") : minutesOf("every hour");
        }
        if (Long.bitCount(minutes) * Integer.bitCount(hours) <= MOST_TIMES && !(hourStep > 0 && onTheHour)) {
            return "At " + times();
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
        String hourList = words(hours, Integer::toString);
        return minutesOf((Integer.bitCount(hours) == 1 ? "hour " : "hours ") + hourList);
    }

    private String minutesOf(String hours) {
        int minuteStep = step(fields.minutes(), 60);
        if (minuteStep > 0) {
            return every(minuteStep, "minute") + " of " + hours;
        }
        return "At %s %s of %s"
                .formatted(
                        Long.bitCount(fields.minutes()) == 1 ? "minute" : "minutes",
                        words(fields.minutes(), Integer::toString),
                        hours);
    }

    private String times() {
        List<String> times = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            for (int minute = 0; minute < 60; minute++) {
                if (((fields.hours() >>> hour) & 1) != 0 && ((fields.minutes() >>> minute) & 1) != 0) {
                    times.add(clock(hour, minute));
                }
            }
        }
        return join(times);
    }

    private String days() {
        int days = fields.daysOfMonth();
        int weekdays = fields.daysOfWeek();
        boolean anyDay = days == ALL_DAYS;
        boolean anyWeekday = weekdays == ALL_WEEKDAYS;
        String months = fields.months() == ALL_MONTHS ? "" : words(fields.months(), CronDescription::month);
        if ((anyDay && anyWeekday) || (fields.eitherDay() && (anyDay || anyWeekday))) {
            return months.isEmpty() ? "" : ", in " + months;
        }
        if (anyWeekday && Integer.bitCount(fields.months()) == 1) {
            return ", on %s %s".formatted(months, words(days, Integer::toString));
        }
        String inMonths = months.isEmpty() ? "" : ", in " + months;
        if (anyDay) {
            return ", " + weekdays() + inMonths;
        }
        String daysText = "on %s %s of the month"
                .formatted(Integer.bitCount(days) == 1 ? "day" : "days", words(days, Integer::toString));
        if (anyWeekday) {
            return ", " + daysText + inMonths;
        }
        return fields.eitherDay()
                ? ", %s, and %s%s".formatted(daysText, weekdays(), inMonths)
                : ", %s, but only %s%s".formatted(daysText, weekdays(), inMonths);
    }

    private String weekdays() {
        // the week read from Monday, so that a weekend stands together
        int mondayFirst = (fields.daysOfWeek() & ~1) | ((fields.daysOfWeek() & 1) << 7);
        String text = words(mondayFirst, CronDescription::weekday);
        boolean oneRange = text.contains(" through ") && !text.contains(",") && !text.contains(" and ");
        return oneRange ? text : "on " + text;
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

    private static String month(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String weekday(int day) {
        return DayOfWeek.of(day).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    /** The values in words, three or more in a row as "first through last". */
    private static String words(long bits, IntFunction<String> name) {
        List<String> words = new ArrayList<>();
        long left = bits;
        if (bits < 0) {
            // an int with bit 31 set
            left = bits & 0xFFFF_FFFFL;
        }
        while (left != 0) {
            int first = Long.numberOfTrailingZeros(left);
            int length = Long.numberOfTrailingZeros(~(left >>> first));
            int last = first + length - 1;
            if (length > 2) {
                words.add(name.apply(first) + " through " + name.apply(last));
                left &= -1L << (last + 1);
            } else {
                words.add(name.apply(first));
                left &= left - 1;
            }
        }
        return join(words);
    }

    private static String join(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
