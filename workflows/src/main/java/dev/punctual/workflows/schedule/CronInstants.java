package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The instants of a cron expression in a zone. Walks the spans of time in which the zone's offset stands still; inside a
 * span wall clock and real time run alike, and the policies decide what happens at its edges. Seconds are since 1970,
 * "local" ones as the wall clock counts them.
 */
final class CronInstants {
    private static final long MAX_OFFSET = ZoneOffset.MAX.getTotalSeconds();
    /** All rules of today's time-zone data run regularly from here on, so 400 years from here show all that can be. */
    private static final long REGULAR_SINCE =
            Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    private static final long SEARCH = 402L * 366 * 86_400;

    private final CronFields fields;
    private final ZoneRules rules;
    private final boolean shifts;
    private final RepeatPolicy repeat;

    CronInstants(CronFields fields, ZoneId zone, GapPolicy gap, RepeatPolicy repeat) {
        this.fields = fields;
        this.rules = zone.getRules();
        this.shifts = gap == GapPolicy.SHIFT_FORWARD && !fields.everyHour();
        this.repeat = repeat;
    }

    Optional<Instant> nextAfter(Instant instant) {
        if (!instant.isBefore(Instants.LAST)) {
            return Optional.empty();
        }
        long from = instant.isBefore(Instants.FIRST) ? Instants.FIRST.getEpochSecond() : instant.getEpochSecond() + 1;
        long until = Math.min(Instants.LAST.getEpochSecond(), Math.max(from, REGULAR_SINCE) + SEARCH);
        while (from <= until) {
            if (shifts && lostAt(from).length > 0) {
                return Optional.of(Instant.ofEpochSecond(from));
            }
            long offset = offsetAt(from);
            long end = spanEnd(from);
            long localEnd = end == Long.MAX_VALUE ? Long.MAX_VALUE : end + offset;
            long minute = fields.firstFrom(Math.ceilDiv(from + offset, 60L));
            while (minute != CronFields.NEVER && minute * 60 < localEnd) {
                long second = minute * 60 - offset;
                if (isChosen(minute * 60, second)) {
                    return second > until ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
                }
                minute = fields.firstFrom(minute + 1);
            }
            if (end == Long.MAX_VALUE) {
                return Optional.empty();
            }
            from = jump(end, localEnd);
        }
        return Optional.empty();
    }

    /** Where to look after a span: its end, or later when no local time before that is named. */
    private long jump(long end, long localEnd) {
        // however the clocks change at the end, the wall clock cannot go back farther than between the extreme offsets
        long minute = fields.firstFrom(Math.floorDiv(localEnd - 2 * MAX_OFFSET, 60L));
        return minute == CronFields.NEVER ? Long.MAX_VALUE : Math.max(end, minute * 60 - MAX_OFFSET);
    }

    /** Whether the repeat policy wants this one of the instants at which the wall clock shows the local second. */
    private boolean isChosen(long local, long second) {
        return switch (repeat) {
            case BOTH -> true;
            case FIRST -> occurrences(local)[0] == second;
            case LAST -> {
                long[] all = occurrences(local);
                yield all[all.length - 1] == second;
            }
        };
    }

    /** Every instant at which the wall clock shows the local second, in order; none inside a gap. */
    private long[] occurrences(long local) {
        long[] found = new long[0];
        long from = local - MAX_OFFSET;
        while (from <= local + MAX_OFFSET) {
            long end = spanEnd(from);
            long second = local - offsetAt(from);
            if (second >= from && second < end) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = second;
            }
            from = end;
        }
        return found;
    }

    /** The local minutes named that do not exist because the clocks go forward at this very second. */
    private long[] lostAt(long second) {
        long gapStart = second + offsetAt(second - 1);
        long gapEnd = second + offsetAt(second);
        long[] lost = new long[0];
        if (gapStart >= gapEnd) {
            return lost;
        }
        long minute = fields.firstFrom(Math.ceilDiv(gapStart, 60L));
        while (minute != CronFields.NEVER && minute * 60 < gapEnd) {
            // another change close by may show the same local time after all
            if (occurrences(minute * 60).length == 0) {
                lost = Arrays.copyOf(lost, lost.length + 1);
                lost[lost.length - 1] = minute;
            }
            minute = fields.firstFrom(minute + 1);
        }
        return lost;
    }

    private long offsetAt(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private long spanEnd(long second) {
        ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(second));
        return next == null ? Long.MAX_VALUE : next.toEpochSecond();
    }

    Optional<String> clockChangeNote(Instant fire) {
        if (fire.isBefore(Instants.FIRST) || fire.isAfter(Instants.LAST) || fire.getNano() != 0) {
            return Optional.empty();
        }
        long second = fire.getEpochSecond();
        long local = second + offsetAt(second);
        if (shifts) {
            long[] lost = lostAt(second);
            if (lost.length > 0) {
                return Optional.of(movedNote(lost, dateTime(local)));
            }
        }
        if (Math.floorMod(local, 60L) != 0 || !fields.matches(local / 60) || !isChosen(local, second)) {
            return Optional.empty();
        }
        long[] passes = occurrences(local);
        if (passes.length < 2) {
            return Optional.empty();
        }
        List<String> ordinals = List.of("first", "second", "third");
        int pass = Arrays.binarySearch(passes, second);
        LocalDateTime time = dateTime(local);
        return Optional.of("%s occurs %s on %s; this is the %s pass"
                .formatted(
                        time.toLocalTime(),
                        passes.length == 2 ? "twice" : passes.length + " times",
                        time.toLocalDate(),
                        pass < ordinals.size() ? ordinals.get(pass) : (pass + 1) + "th"));
    }

    private static String movedNote(long[] lost, LocalDateTime target) {
        LocalDateTime first = dateTime(lost[0] * 60);
        LocalDateTime last = dateTime(lost[lost.length - 1] * 60);
        LocalDate day = first.toLocalDate();
        return "%s on %s (clocks go forward); moved to %s%s"
                .formatted(
                        lost.length == 1
                                ? first.toLocalTime() + " does not exist"
                                : "%d times from %s to %s do not exist"
                                        .formatted(lost.length, first.toLocalTime(), last.toLocalTime()),
                        day,
                        target.toLocalTime(),
                        target.toLocalDate().equals(day) ? "" : " on " + target.toLocalDate());
    }

    private static LocalDateTime dateTime(long local) {
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    }
}
