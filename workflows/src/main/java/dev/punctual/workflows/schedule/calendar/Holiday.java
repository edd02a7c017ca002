package dev.punctual.workflows.schedule.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import dev.punctual.workflows.schedule.RRuleSchedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One or more whole days, once or again and again.
 *
 * @param name for people; null for none
 * @param from the first day
 * @param until the last day, the same for one day
 * @param rule an RRULE of days by which it comes again, such as {@code FREQ=YEARLY}; null when it does not
 * @param except first days of those that do not take place
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Holiday(
        @Nullable String name,
        LocalDate from,
        LocalDate until,
        @Nullable String rule,
        List<LocalDate> except) {
    private static final long LONGEST_REPEATED = 366;

    public Holiday {
        until = until == null ? from : until;
        except =
                except == null ? List.of() : except.stream().distinct().sorted().toList();
        if (until.isBefore(from)) {
            throw new InvalidCalendarException(
                    "until", "until is %s, before from %s; swap them".formatted(until, from));
        }
        if (rule != null) {
            checkRule(rule, from, until, except);
        }
    }

    private static void checkRule(String rule, LocalDate from, LocalDate until, List<LocalDate> except) {
        if (length(from, until) > LONGEST_REPEATED) {
            throw new InvalidCalendarException(
                    "until", "%s to %s is longer than a year and cannot come again".formatted(from, until));
        }
        String upper = rule.toUpperCase(Locale.ROOT);
        if (upper.contains("HOURLY")
                || upper.contains("MINUTELY")
                || upper.contains("SECONDLY")
                || upper.contains("BYHOUR")
                || upper.contains("BYMINUTE")
                || upper.contains("BYSECOND")) {
            throw new InvalidCalendarException(
                    "rule", "rule '%s' names times of day; a holiday is a whole day, use FREQ=YEARLY".formatted(rule));
        }
        try {
            occurrences(rule, from, except);
        } catch (InvalidScheduleException e) {
            throw new InvalidCalendarException("rule", String.valueOf(e.getMessage()));
        }
    }

    /** One day. */
    public static Holiday on(String name, LocalDate day) {
        return new Holiday(name, day, day, null, List.of());
    }

    /** The same day each year from then on; February 29 in leap years alone. */
    public static Holiday yearly(String name, LocalDate first) {
        return new Holiday(name, first, first, "FREQ=YEARLY", List.of());
    }

    private static RRuleSchedule occurrences(String rule, LocalDate from, List<LocalDate> except) {
        return RRuleSchedule.of(
                rule,
                from.atStartOfDay(),
                except.stream().map(LocalDate::atStartOfDay).toList(),
                ZoneOffset.UTC,
                null,
                null);
    }

    private static long length(LocalDate from, LocalDate until) {
        return ChronoUnit.DAYS.between(from, until) + 1;
    }

    /** Names its days of one year. */
    void eachDayOf(int year, Consumer<LocalDate> consumer) {
        LocalDate first = LocalDate.of(year, 1, 1);
        LocalDate last = LocalDate.of(year, 12, 31);
        if (rule == null) {
            if (!except.contains(from)) {
                eachDay(from, until, first, last, consumer);
            }
            return;
        }
        RRuleSchedule occurrences = occurrences(rule, from, except);
        long length = length(from, until);
        Instant end = last.atTime(12, 0).toInstant(ZoneOffset.UTC);
        Optional<Instant> next =
                occurrences.nextAfter(first.minusDays(length).atStartOfDay().toInstant(ZoneOffset.UTC));
        while (next.isPresent() && next.get().isBefore(end)) {
            LocalDate begin = LocalDate.ofInstant(next.get(), ZoneOffset.UTC);
            eachDay(begin, begin.plusDays(length - 1), first, last, consumer);
            next = occurrences.nextAfter(next.get());
        }
    }

    private static void eachDay(
            LocalDate begin, LocalDate end, LocalDate first, LocalDate last, Consumer<LocalDate> consumer) {
        LocalDate day = begin.isBefore(first) ? first : begin;
        LocalDate stop = end.isAfter(last) ? last : end;
        while (!day.isAfter(stop)) {
            consumer.accept(day);
            day = day.plusDays(1);
        }
    }
}
