package dev.punctual.workflows.schedule;

import static java.util.stream.Collectors.joining;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.Weekday;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;

/**
 * Reads the text of an RRULE. lib-recur says whether RFC 5545 allows it and takes it apart; the instants are computed by
 * {@link RecurrenceTimes}, because lib-recur steps through a rule one by one from its start, gives up after 1,000 empty
 * periods and moves missing local times.
 */
final class RecurrenceRuleParser {
    private static final int LONGEST = 1_000;
    private static final int MOST_COUNT = 100_000;
    /** The parts of RFC 5545; lib-recur knows more. */
    private static final Set<String> KNOWN = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYMONTH",
            "BYWEEKNO",
            "BYYEARDAY",
            "BYMONTHDAY",
            "BYDAY",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND",
            "BYSETPOS",
            "WKST");

    private RecurrenceRuleParser() {}

    static RecurrenceParts parse(String text) {
        checkForm(text);
        RecurrenceRule rule;
        try {
            rule = new RecurrenceRule(text.toUpperCase(Locale.ROOT), RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | RuntimeException e) {
            // the library's own messages do not always exist, and it lets some mistakes escape as other exceptions
            throw refuse(text, "%s; write it as RFC 5545 says, such as FREQ=WEEKLY;BYDAY=MO,FR".formatted(reason(e)));
        }
        List<Integer> seconds = by(rule, Part.BYSECOND);
        if (seconds.contains(60)) {
            throw refuse(text, "BYSECOND=60 is a leap second, which no clock here shows; use 0 to 59");
        }
        Integer count = rule.getCount();
        if (count != null && (count < 1 || count > MOST_COUNT)) {
            throw refuse(text, "COUNT is %d; use 1 to %d, or UNTIL".formatted(count, MOST_COUNT));
        }
        DateTime until = rule.getUntil();
        return new RecurrenceParts(
                Frequency.valueOf(rule.getFreq().name()),
                rule.getInterval(),
                count,
                until == null || isInstant(until) ? null : local(until),
                until == null || !isInstant(until) ? null : Instant.ofEpochMilli(until.getTimestamp()),
                by(rule, Part.BYMONTH),
                by(rule, Part.BYWEEKNO),
                by(rule, Part.BYYEARDAY),
                by(rule, Part.BYMONTHDAY),
                byDay(rule),
                by(rule, Part.BYHOUR),
                by(rule, Part.BYMINUTE),
                seconds,
                by(rule, Part.BYSETPOS),
                dayOfWeek(rule.getWeekStart()));
    }

    private static void checkForm(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidScheduleException(
                    "rule",
                    "RRULE",
                    "rule has %d characters; at most %d are allowed".formatted(text.length(), LONGEST));
        }
        Set<String> seen = new HashSet<>();
        for (String part : text.split(";", -1)) {
            String name = part.split("=", 2)[0].toUpperCase(Locale.ROOT);
            if (name.startsWith("RRULE:")) {
                throw refuse(text, "it begins with RRULE:; write what follows the colon alone");
            }
            if (!KNOWN.contains(name)) {
                throw refuse(
                        text,
                        "'%s' is no part of a rule; use %s"
                                .formatted(name, KNOWN.stream().sorted().collect(joining(", "))));
            }
            if (!seen.add(name)) {
                throw refuse(text, "%s stands in it twice; write it once".formatted(name));
            }
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? "it cannot be read" : message;
    }

    private static InvalidScheduleException refuse(String text, String why) {
        return new InvalidScheduleException("rule", "RRULE", "rule '%s': %s".formatted(text, why));
    }

    private static List<Integer> by(RecurrenceRule rule, Part part) {
        List<Integer> values = rule.hasPart(part) ? rule.getByPart(part) : null;
        if (values == null) {
            return List.of();
        }
        // lib-recur packs months as numbers from 0
        int shift = part == Part.BYMONTH ? 1 : 0;
        return values.stream().map(value -> value + shift).distinct().sorted().toList();
    }

    private static List<RecurrenceParts.Day> byDay(RecurrenceRule rule) {
        var days = rule.hasPart(Part.BYDAY) ? rule.getByDayPart() : null;
        return days == null
                ? List.of()
                : days.stream()
                        .map(day -> new RecurrenceParts.Day(day.pos, dayOfWeek(day.weekday)))
                        .distinct()
                        .toList();
    }

    private static DayOfWeek dayOfWeek(Weekday day) {
        return switch (day) {
            case MO -> DayOfWeek.MONDAY;
            case TU -> DayOfWeek.TUESDAY;
            case WE -> DayOfWeek.WEDNESDAY;
            case TH -> DayOfWeek.THURSDAY;
            case FR -> DayOfWeek.FRIDAY;
            case SA -> DayOfWeek.SATURDAY;
            case SU -> DayOfWeek.SUNDAY;
        };
    }

    private static boolean isInstant(DateTime until) {
        return !until.isAllDay() && !until.isFloating();
    }

    /** A date alone means all of its day. */
    private static LocalDateTime local(DateTime until) {
        LocalDateTime day = LocalDateTime.of(until.getYear(), until.getMonth() + 1, until.getDayOfMonth(), 0, 0);
        return until.isAllDay()
                ? day.with(LocalTime.of(23, 59, 59))
                : day.withHour(until.getHours()).withMinute(until.getMinutes()).withSecond(until.getSeconds());
    }

    /** How long a rule's period is. */
    enum Frequency {
        YEARLY,
        MONTHLY,
        WEEKLY,
        DAILY,
        HOURLY,
        MINUTELY,
        SECONDLY;

        boolean isBelowDay() {
            return compareTo(HOURLY) >= 0;
        }
    }

    /** The local second of a date and time. */
    static long second(LocalDateTime local) {
        return local.toEpochSecond(ZoneOffset.UTC);
    }

    static int[] ints(List<Integer> values) {
        int[] array = values.stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(array);
        return array;
    }
}
