package dev.punctual.workflows.schedule;

import static java.util.stream.Collectors.joining;

import dev.punctual.workflows.schedule.RecurrenceParts.Day;
import dev.punctual.workflows.schedule.RecurrenceRuleParser.Frequency;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An RRULE in English: each part that restricts or adds fires is named. */
final class RecurrenceDescription {
    private static final int MOST_TIMES = 6;

    private RecurrenceDescription() {}

    static String of(RecurrenceParts rule, LocalDateTime start) {
        RecurrenceParts parts = rule.completedFrom(start);
        List<String> text = new ArrayList<>();
        text.add("Every " + amount(parts.interval(), unit(parts.frequency())));
        if (!parts.positions().isEmpty()) {
            text.add("only the " + list(parts.positions().stream().map(RecurrenceDescription::ordinal))
                    + " fire in each " + unit(parts.frequency()) + " of those");
        }
        if (!parts.months().isEmpty()) {
            text.add("in "
                    + list(parts.months().stream()
                            .map(month -> Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH))));
        }
        if (!parts.weekNumbers().isEmpty()) {
            text.add("in the " + list(parts.weekNumbers().stream().map(RecurrenceDescription::ordinal))
                    + " week of the year");
        }
        if (!parts.yearDays().isEmpty()) {
            text.add("on the " + list(parts.yearDays().stream().map(RecurrenceDescription::ordinal))
                    + " day of the year");
        }
        if (!parts.monthDays().isEmpty()) {
            text.add("on the " + list(parts.monthDays().stream().map(RecurrenceDescription::ordinal))
                    + " day of the month");
        }
        if (!parts.days().isEmpty()) {
            text.add("on " + days(parts));
        }
        addTimes(text, parts);
        text.add("from " + start.toLocalDate());
        if (parts.count() != null) {
            text.add(parts.count() == 1 ? "once" : parts.count() + " times");
        } else if (parts.untilInstant() != null) {
            text.add("until " + parts.untilInstant());
        } else if (parts.untilLocal() != null) {
            text.add("until " + parts.untilLocal());
        }
        return String.join(", ", text);
    }

    private static String days(RecurrenceParts parts) {
        boolean inYear = parts.frequency() == Frequency.YEARLY && parts.months().isEmpty();
        return list(parts.days().stream().map(day -> name(day, inYear ? "year" : "month")));
    }

    private static String name(Day day, String of) {
        String name = day.day().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return day.ordinal() == 0 ? name : "the " + ordinal(day.ordinal()) + " " + name + " of the " + of;
    }

    private static void addTimes(List<String> text, RecurrenceParts parts) {
        boolean timesOfDay = !parts.frequency().isBelowDay();
        long combinations = (long) parts.hours().size()
                * parts.minutes().size()
                * parts.seconds().size();
        if (timesOfDay && combinations <= MOST_TIMES) {
            text.add("at "
                    + list(parts.hours().stream()
                            .flatMap(hour -> parts.minutes().stream()
                                    .flatMap(minute -> parts.seconds().stream()
                                            .map(second -> LocalTime.of(hour, minute, second)
                                                    .toString())))));
            return;
        }
        if (!parts.hours().isEmpty()) {
            text.add("during hour " + list(parts.hours().stream().map(String::valueOf)));
        }
        if (!parts.minutes().isEmpty()) {
            text.add("at minute " + list(parts.minutes().stream().map(String::valueOf)));
        }
        if (!parts.seconds().isEmpty() && !parts.seconds().equals(List.of(0))) {
            text.add("at second " + list(parts.seconds().stream().map(String::valueOf)));
        }
    }

    private static String amount(int interval, String unit) {
        return interval == 1 ? unit : interval + " " + unit + "s";
    }

    private static String unit(Frequency frequency) {
        return switch (frequency) {
            case YEARLY -> "year";
            case MONTHLY -> "month";
            case WEEKLY -> "week";
            case DAILY -> "day";
            case HOURLY -> "hour";
            case MINUTELY -> "minute";
            case SECONDLY -> "second";
        };
    }

    private static String ordinal(int value) {
        int number = Math.abs(value);
        String suffix = number % 100 >= 11 && number % 100 <= 13
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return value > 0 ? number + suffix : number == 1 ? "last" : number + suffix + " last";
    }

    private static String list(Stream<String> items) {
        List<String> all = items.toList();
        int last = all.size() - 1;
        return last < 1
                ? String.join("", all)
                : all.stream().limit(last).collect(joining(", ")) + " and " + all.get(last);
    }
}
