package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.RecurrenceRuleParser.ints;

import dev.punctual.workflows.schedule.RecurrenceParts.Day;
import dev.punctual.workflows.schedule.RecurrenceRuleParser.Frequency;
import java.time.LocalDate;
import java.time.temporal.WeekFields;
import java.util.Arrays;
import java.util.List;

/** Which days the day parts of an RRULE admit: a day must satisfy each part that is given. */
final class RecurrenceDays {
    /** Longer than any month or year in which no day is admitted goes on. */
    private static final int MOST_DAYS_AHEAD = 8 * 366;

    private final int months;
    private final int[] weekNumbers;
    private final int[] yearDays;
    private final int[] monthDays;
    private final List<Day> days;
    private final boolean daysWithinMonth;
    private final WeekFields weeks;

    RecurrenceDays(RecurrenceParts parts) {
        int mask = 0;
        for (int month : parts.months()) {
            mask |= 1 << month;
        }
        this.months = mask == 0 ? -1 : mask;
        this.weekNumbers = ints(parts.weekNumbers());
        this.yearDays = ints(parts.yearDays());
        this.monthDays = ints(parts.monthDays());
        this.days = parts.days();
        this.daysWithinMonth =
                parts.frequency() != Frequency.YEARLY || !parts.months().isEmpty();
        this.weeks = WeekFields.of(parts.weekStart(), 4);
    }

    boolean admitsMonth(int month) {
        return (months & 1 << month) != 0;
    }

    boolean admits(LocalDate day) {
        return admitsMonth(day.getMonthValue())
                && (monthDays.length == 0 || contains(monthDays, day.getDayOfMonth(), day.lengthOfMonth()))
                && (yearDays.length == 0 || contains(yearDays, day.getDayOfYear(), day.lengthOfYear()))
                && (weekNumbers.length == 0 || inWeek(day))
                && (days.isEmpty() || isNamed(day));
    }

    /** Values below 0 count from the end. */
    private static boolean contains(int[] values, int value, int length) {
        return Arrays.binarySearch(values, value) >= 0 || Arrays.binarySearch(values, value - length - 1) >= 0;
    }

    private boolean inWeek(LocalDate day) {
        int week = day.get(weeks.weekOfWeekBasedYear());
        int length = (int) day.range(weeks.weekOfWeekBasedYear()).getMaximum();
        return contains(weekNumbers, week, length);
    }

    private boolean isNamed(LocalDate date) {
        for (Day day : days) {
            if (day.day() == date.getDayOfWeek() && (day.ordinal() == 0 || isOrdinal(date, day.ordinal()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOrdinal(LocalDate date, int ordinal) {
        int position = daysWithinMonth ? date.getDayOfMonth() : date.getDayOfYear();
        int length = daysWithinMonth ? date.lengthOfMonth() : date.lengthOfYear();
        return ordinal > 0 ? (position - 1) / 7 + 1 == ordinal : (length - position) / 7 + 1 == -ordinal;
    }

    long[] ofYear(int year) {
        long[] found = new long[366];
        int size = 0;
        for (int month = 1; month <= 12; month++) {
            if (admitsMonth(month)) {
                size = collect(LocalDate.of(year, month, 1), found, size);
            }
        }
        return Arrays.copyOf(found, size);
    }

    long[] ofMonth(LocalDate first) {
        long[] found = new long[31];
        return Arrays.copyOf(found, admitsMonth(first.getMonthValue()) ? collect(first, found, 0) : 0);
    }

    private int collect(LocalDate first, long[] found, int size) {
        int next = size;
        int length = first.lengthOfMonth();
        for (int day = 1; day <= length; day++) {
            if (monthDays.length > 0 && !contains(monthDays, day, length)) {
                continue;
            }
            LocalDate date = first.withDayOfMonth(day);
            if (admits(date)) {
                found[next++] = date.toEpochDay();
            }
        }
        return next;
    }

    long[] from(LocalDate first, int count) {
        long[] found = new long[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            LocalDate date = first.plusDays(i);
            if (admits(date)) {
                found[size++] = date.toEpochDay();
            }
        }
        return Arrays.copyOf(found, size);
    }

    /** The next day admitted, or one before it when it is far away. */
    long nextAfter(long epochDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay + 1);
        LocalDate limit = day.plusDays(MOST_DAYS_AHEAD);
        while (day.isBefore(limit) && !admits(day)) {
            day = admitsMonth(day.getMonthValue())
                    ? day.plusDays(1)
                    : day.withDayOfMonth(1).plusMonths(1);
        }
        return day.toEpochDay();
    }
}
