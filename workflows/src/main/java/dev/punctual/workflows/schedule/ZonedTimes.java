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
 * The instants at which a zone's wall clock shows one of a set of local times. Walks the spans of time in which the zone's
 * offset stands still; inside a span wall clock and real time run alike, and the policies decide what happens at its edges.
 */
final class ZonedTimes {
    private static final long MAX_OFFSET = ZoneOffset.MAX.getTotalSeconds();
    private static final List<String> ORDINALS = List.of("first", "second", "third");

    private final LocalTimes times;
    private final ZoneRules rules;
    private final boolean shifts;
    private final RepeatPolicy repeat;

    /** @param shifts whether local times of a gap fire at its end */
    ZonedTimes(LocalTimes times, ZoneId zone, boolean shifts, RepeatPolicy repeat) {
        this.times = times;
        this.rules = zone.getRules();
        this.shifts = shifts;
        this.repeat = repeat;
    }

    Optional<Instant> nextAfter(Instant instant) {
        if (!instant.isBefore(Instants.LAST)) {
            return Optional.empty();
        }
        long last = Instants.LAST.getEpochSecond();
        long from = instant.isBefore(Instants.FIRST) ? Instants.FIRST.getEpochSecond() : instant.getEpochSecond() + 1;
        while (from <= last) {
            if (shifts && lostAt(from).count() > 0) {
                return Optional.of(Instant.ofEpochSecond(from));
            }
            long offset = offsetAt(from);
            long end = spanEnd(from);
            long localEnd = end == Long.MAX_VALUE ? Long.MAX_VALUE : end + offset;
            long local = times.firstFrom(from + offset);
            while (local < localEnd) {
                long second = local - offset;
                if (isChosen(local, second)) {
                    return second > last ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
                }
                local = times.firstFrom(local + 1);
            }
            if (end == Long.MAX_VALUE) {
                return Optional.empty();
            }
            // however the clocks change at the end, the wall clock cannot go back farther than between the extreme
            // offsets
            long later = times.firstFrom(localEnd - 2 * MAX_OFFSET);
            from = later == LocalTimes.NEVER ? Long.MAX_VALUE : Math.max(end, later - MAX_OFFSET);
        }
        return Optional.empty();
    }

    /** Whether no instant shows this local second. */
    boolean isMissing(long local) {
        return occurrences(local).length == 0;
    }

    /** What a change of the clocks has to do with this instant; empty for nothing. */
    Optional<String> note(Instant fire) {
        if (fire.isBefore(Instants.FIRST) || fire.isAfter(Instants.LAST) || fire.getNano() != 0) {
            return Optional.empty();
        }
        long second = fire.getEpochSecond();
        long local = second + offsetAt(second);
        if (shifts) {
            Lost lost = lostAt(second);
            if (lost.count() > 0) {
                return Optional.of(lost.note(dateTime(local)));
            }
        }
        if (times.firstFrom(local) != local || !isChosen(local, second)) {
            return Optional.empty();
        }
        long[] passes = occurrences(local);
        if (passes.length < 2) {
            return Optional.empty();
        }
        int pass = Arrays.binarySearch(passes, second);
        LocalDateTime time = dateTime(local);
        return Optional.of("%s occurs %s on %s; this is the %s pass"
                .formatted(
                        time.toLocalTime(),
                        passes.length == 2 ? "twice" : passes.length + " times",
                        time.toLocalDate(),
                        pass < ORDINALS.size() ? ORDINALS.get(pass) : (pass + 1) + "th"));
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

    /** The local times named that do not exist because the clocks go forward at this very second. */
    private Lost lostAt(long second) {
        long gapStart = second + offsetAt(second - 1);
        long gapEnd = second + offsetAt(second);
        Lost lost = Lost.NONE;
        long local = gapStart < gapEnd ? times.firstFrom(gapStart) : LocalTimes.NEVER;
        while (local < gapEnd) {
            // another change close by may show the same local time after all
            if (isMissing(local)) {
                lost = lost.and(local);
            }
            local = times.firstFrom(local + 1);
        }
        return lost;
    }

    private record Lost(int count, long first, long last) {
        static final Lost NONE = new Lost(0, 0, 0);

        Lost and(long local) {
            return new Lost(count + 1, count == 0 ? local : first, local);
        }

        String note(LocalDateTime target) {
            LocalDateTime from = dateTime(first);
            LocalDate day = from.toLocalDate();
            return "%s on %s (clocks go forward); moved to %s%s"
                    .formatted(
                            count == 1
                                    ? from.toLocalTime() + " does not exist"
                                    : "%d times from %s to %s do not exist"
                                            .formatted(
                                                    count,
                                                    from.toLocalTime(),
                                                    dateTime(last).toLocalTime()),
                            day,
                            target.toLocalTime(),
                            target.toLocalDate().equals(day) ? "" : " on " + target.toLocalDate());
        }
    }

    private long offsetAt(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private long spanEnd(long second) {
        ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(second));
        return next == null ? Long.MAX_VALUE : next.toEpochSecond();
    }

    private static LocalDateTime dateTime(long local) {
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    }
}
