package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instants at which a zone's wall clock shows one of a set of local times. Walks the spans of time in which the zone's
 * offset stands still; inside a span wall clock and real time run alike, and the policies decide what happens at its edges.
 * Seconds are since 1970, "local" ones as the wall clock counts them.
 */
final class ZonedTimes {
    private static final long NEVER = LocalTimes.NEVER;

    /** From here on all rules of today's time-zone data repeat. */
    private static final long REGULAR_SINCE =
            Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    private final LocalTimes times;
    private final ZoneSpans spans;
    private final boolean shifts;
    private final RepeatPolicy repeat;
    private final long search;

    /**
     * @param shifts whether local times of a gap fire at its end
     * @param search how many seconds of regular rules show all that the times can show in a zone; {@link ZoneSpans#FOREVER}
     *     where nothing says so
     */
    ZonedTimes(LocalTimes times, ZoneSpans spans, boolean shifts, RepeatPolicy repeat, long search) {
        this.times = times;
        this.spans = spans;
        this.shifts = shifts;
        this.repeat = repeat;
        this.search = search;
    }

    Optional<Instant> nextAfter(Instant instant) {
        if (!instant.isBefore(Instants.LAST)) {
            return Optional.empty();
        }
        long from = instant.isBefore(Instants.FIRST) ? Instants.FIRST.getEpochSecond() : instant.getEpochSecond() + 1;
        long until = Math.min(Instants.LAST.getEpochSecond(), Math.max(from, REGULAR_SINCE) + search);
        while (from <= until) {
            int span = spans.at(from);
            long found = firstIn(span, from);
            if (found != NEVER) {
                return found > until ? Optional.empty() : Optional.of(Instant.ofEpochSecond(found));
            }
            from = afterSpan(span);
        }
        return Optional.empty();
    }

    /** The first fire at or after the instant, which lies in the span; {@link #NEVER} when the span has none. */
    private long firstIn(int span, long from) {
        if (shifts && from == spans.start(span) && firstLost(span) != NEVER) {
            return from;
        }
        long offset = spans.offset(span);
        long localEnd = spans.localEnd(span);
        long local = times.firstFrom(from + offset);
        while (local < localEnd) {
            long wanted = wantedFrom(span, local);
            if (wanted == local) {
                return local - offset;
            }
            local = wanted < localEnd ? times.firstFrom(wanted) : NEVER;
        }
        return NEVER;
    }

    /** Where to look after a span: its end, or later when no local time before that is named. */
    private long afterSpan(int span) {
        long end = spans.end(span);
        if (end == ZoneSpans.FOREVER) {
            return NEVER;
        }
        // however the clocks change at the end, the wall clock cannot go back farther than between the extreme offsets
        long local = times.firstFrom(spans.localEnd(span) - 2 * ZoneSpans.MAX_OFFSET);
        return local == NEVER ? NEVER : Math.max(end, local - ZoneSpans.MAX_OFFSET);
    }

    /**
     * The local second itself when the repeat policy wants this span's pass of it, else a later one before which it wants
     * none: a whole repeated stretch is passed over at once, however many times of it are named.
     */
    private long wantedFrom(int span, long local) {
        return switch (repeat) {
            case BOTH -> local;
            case FIRST -> {
                for (int other = span - 1; mayReachUpTo(other, local); other--) {
                    if (spans.shows(other, local)) {
                        yield spans.localEnd(other);
                    }
                }
                yield local;
            }
            case LAST -> {
                for (int other = span + 1; mayReachDownTo(other, local); other++) {
                    if (spans.shows(other, local)) {
                        yield spans.localEnd(other);
                    }
                }
                yield local;
            }
        };
    }

    private boolean mayReachUpTo(int span, long local) {
        return span >= 0 && spans.end(span) + ZoneSpans.MAX_OFFSET > local;
    }

    private boolean mayReachDownTo(int span, long local) {
        long start = spans.start(span);
        return start != ZoneSpans.FOREVER && start - ZoneSpans.MAX_OFFSET <= local;
    }

    /** The first local second named that does not exist because the clocks go forward at the start of the span. */
    private long firstLost(int span) {
        return spans.startsWithGap(span) ? lostFrom(span, spans.localEnd(span - 1)) : NEVER;
    }

    private long lostFrom(int span, long from) {
        long gapEnd = spans.localStart(span);
        long local = times.firstFrom(from);
        while (local < gapEnd) {
            // another change close by may show the same local time after all
            long shownUntil = shownUntil(span, local);
            if (shownUntil == local) {
                return local;
            }
            local = shownUntil < gapEnd ? times.firstFrom(shownUntil) : NEVER;
        }
        return NEVER;
    }

    /** The end of a span around the given one that shows the local second, or that second itself when none does. */
    private long shownUntil(int around, long local) {
        for (int span = around - 1; mayReachUpTo(span, local); span--) {
            if (spans.shows(span, local)) {
                return spans.localEnd(span);
            }
        }
        for (int span = around; mayReachDownTo(span, local); span++) {
            if (spans.shows(span, local)) {
                return spans.localEnd(span);
            }
        }
        return local;
    }

    /** Whether no instant shows this local second. */
    boolean isMissing(long local) {
        return shownUntil(spans.at(local), local) == local;
    }

    /** The changes of the clocks after one instant and not after another by which local times are lost, so many at most. */
    List<MissingTimes> missing(Instant after, Instant until, int most) {
        List<MissingTimes> found = new ArrayList<>();
        long end = until.isAfter(Instants.LAST) ? Instants.LAST.getEpochSecond() : until.getEpochSecond();
        long begin = after.isBefore(Instants.FIRST) ? Instants.FIRST.getEpochSecond() : after.getEpochSecond();
        int span = spans.at(begin) + 1;
        while (found.size() < most && spans.start(span) <= end) {
            long lost = firstLost(span);
            if (lost != NEVER) {
                found.add(new MissingTimes(
                        dateTime(lost),
                        Instant.ofEpochSecond(spans.start(span)),
                        missingNote(span, lost) + "; skipped"));
            }
            // passes over the changes before the next local time named
            long next = times.firstFrom(spans.localStart(span) - 2 * ZoneSpans.MAX_OFFSET);
            if (next == NEVER) {
                break;
            }
            span = Math.max(span + 1, spans.at(next - ZoneSpans.MAX_OFFSET));
        }
        return found;
    }

    /** What a change of the clocks has to do with this instant; empty for nothing. */
    Optional<String> note(Instant fire) {
        if (fire.isBefore(Instants.FIRST) || fire.isAfter(Instants.LAST) || fire.getNano() != 0) {
            return Optional.empty();
        }
        long second = fire.getEpochSecond();
        int span = spans.at(second);
        long local = second + spans.offset(span);
        if (shifts && second == spans.start(span)) {
            long lost = firstLost(span);
            if (lost != NEVER) {
                return Optional.of(movedNote(span, lost, local));
            }
        }
        return times.firstFrom(local) == local && wantedFrom(span, local) == local
                ? repeatedNote(span, local)
                : Optional.empty();
    }

    private Optional<String> repeatedNote(int span, long local) {
        int earlier = 0;
        for (int other = span - 1; mayReachUpTo(other, local); other--) {
            earlier += spans.shows(other, local) ? 1 : 0;
        }
        int all = earlier + 1;
        for (int other = span + 1; mayReachDownTo(other, local); other++) {
            all += spans.shows(other, local) ? 1 : 0;
        }
        if (all == 1) {
            return Optional.empty();
        }
        LocalDateTime time = dateTime(local);
        return Optional.of("%s occurs %s on %s; this is the %s pass"
                .formatted(
                        time.toLocalTime(),
                        all == 2 ? "twice" : all + " times",
                        time.toLocalDate(),
                        EnglishList.ordinal(earlier + 1)));
    }

    private String movedNote(int span, long firstLost, long target) {
        LocalDateTime to = dateTime(target);
        return "%s; moved to %s%s"
                .formatted(
                        missingNote(span, firstLost),
                        to.toLocalTime(),
                        to.toLocalDate().equals(dateTime(firstLost).toLocalDate()) ? "" : " on " + to.toLocalDate());
    }

    /** The local times lost at the start of a span, such as "02:30 does not exist on 2026-03-29 (clocks go forward)". */
    private String missingNote(int span, long firstLost) {
        long lastLost = firstLost;
        int count = 0;
        for (long lost = firstLost; lost != NEVER; lost = lostFrom(span, lost + 1)) {
            lastLost = lost;
            count++;
        }
        LocalDateTime first = dateTime(firstLost);
        return "%s on %s (clocks go forward)"
                .formatted(
                        count == 1
                                ? first.toLocalTime() + " does not exist"
                                : "%d times from %s to %s do not exist"
                                        .formatted(
                                                count,
                                                first.toLocalTime(),
                                                dateTime(lastLost).toLocalTime()),
                        first.toLocalDate());
    }

    private static LocalDateTime dateTime(long local) {
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    }
}
