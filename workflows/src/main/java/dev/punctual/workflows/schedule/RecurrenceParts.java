package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.RecurrenceRuleParser.Frequency;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RRULE taken apart; a list is empty when its part is not given. Months are 1 to 12.
 *
 * @param untilLocal the last local time, when UNTIL is a local one or a date; else null
 * @param untilInstant the last instant, when UNTIL is in UTC; else null
 */
record RecurrenceParts(
        Frequency frequency,
        int interval,
        @Nullable Integer count,
        @Nullable LocalDateTime untilLocal,
        @Nullable Instant untilInstant,
        List<Integer> months,
        List<Integer> weekNumbers,
        List<Integer> yearDays,
        List<Integer> monthDays,
        List<Day> days,
        List<Integer> hours,
        List<Integer> minutes,
        List<Integer> seconds,
        List<Integer> positions,
        DayOfWeek weekStart) {

    /** @param ordinal which of these days in the month or year, from its end when negative; 0 for every one */
    record Day(int ordinal, DayOfWeek day) {}

    /** Whether it names hours of real time: then it fires in both passes of a repeated hour, and nothing leaves a gap. */
    boolean runsOnRealTime() {
        return frequency.isBelowDay() && hours.isEmpty();
    }

    /** What RFC 5545 takes from the start where the rule says nothing (section 3.3.10). */
    RecurrenceParts completedFrom(LocalDateTime start) {
        boolean noDay = days.isEmpty() && monthDays.isEmpty() && yearDays.isEmpty();
        List<Integer> newMonths = months;
        List<Integer> newMonthDays = monthDays;
        List<Day> newDays = days;
        switch (frequency) {
            case YEARLY -> {
                if (noDay && weekNumbers.isEmpty()) {
                    newMonthDays = List.of(start.getDayOfMonth());
                    newMonths = months.isEmpty() ? List.of(start.getMonthValue()) : months;
                } else if (noDay) {
                    newDays = List.of(new Day(0, start.getDayOfWeek()));
                }
            }
            case MONTHLY -> newMonthDays = noDay ? List.of(start.getDayOfMonth()) : monthDays;
            case WEEKLY -> newDays = noDay ? List.of(new Day(0, start.getDayOfWeek())) : days;
            case DAILY, HOURLY, MINUTELY, SECONDLY -> {}
        }
        return new RecurrenceParts(
                frequency,
                interval,
                count,
                untilLocal,
                untilInstant,
                newMonths,
                weekNumbers,
                yearDays,
                newMonthDays,
                newDays,
                hours.isEmpty() && frequency.compareTo(Frequency.HOURLY) < 0 ? List.of(start.getHour()) : hours,
                minutes.isEmpty() && frequency.compareTo(Frequency.MINUTELY) < 0 ? List.of(start.getMinute()) : minutes,
                seconds.isEmpty() && frequency.compareTo(Frequency.SECONDLY) < 0 ? List.of(start.getSecond()) : seconds,
                positions,
                weekStart);
    }
}
