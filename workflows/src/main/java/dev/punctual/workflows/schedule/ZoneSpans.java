package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The spans of time in which the offset of a zone stands still, numbered from 0 in their order: the JVM's rules laid out
 * in a table, which answers some ten times faster. From 2100 on all rules of today's time-zone data repeat, and after 400
 * years the calendar does too, so the table ends there and later spans are computed from it. Seconds are since 1970.
 */
final class ZoneSpans {
    /** No wall clock differs more from UTC than so many seconds. */
    static final long MAX_OFFSET = ZoneOffset.MAX.getTotalSeconds();
    /** So far away, and yet safe to add to. */
    static final long FOREVER = Long.MAX_VALUE / 4;

    private static final long REGULAR_SINCE =
            Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();
    private static final long CYCLE = 146_097L * 86_400;
    private static final int MOST_ZONES = 1_000;
    private static final Map<ZoneId, ZoneSpans> KNOWN = new ConcurrentHashMap<>();

    private final long[] starts;
    private final int[] offsets;
    /** The first span that repeats, and how many repeat. */
    private final int firstOfCycle;

    private final int perCycle;

    private ZoneSpans(ZoneRules rules) {
        long[] found = new long[1_024];
        int[] shown = new int[found.length];
        int count = 1;
        int before = 0;
        found[0] = -FOREVER;
        shown[0] = rules.getOffset(Instants.FIRST).getTotalSeconds();
        ZoneOffsetTransition next = rules.nextTransition(Instants.FIRST);
        while (next != null && next.toEpochSecond() < REGULAR_SINCE + CYCLE) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
                shown = Arrays.copyOf(shown, 2 * count);
            }
            before += next.toEpochSecond() < REGULAR_SINCE ? 1 : 0;
            found[count] = next.toEpochSecond();
            shown[count] = next.getOffsetAfter().getTotalSeconds();
            count++;
            next = rules.nextTransition(next.getInstant());
        }
        starts = Arrays.copyOf(found, count);
        offsets = Arrays.copyOf(shown, count);
        firstOfCycle = before + 1;
        perCycle = count - firstOfCycle;
    }

    static ZoneSpans of(ZoneId zone) {
        ZoneSpans known = KNOWN.get(zone);
        if (known != null) {
            return known;
        }
        ZoneSpans spans = new ZoneSpans(zone.getRules());
        if (KNOWN.size() >= MOST_ZONES) {
            // a cache: whoever invents offsets by the thousand must not fill the memory
            KNOWN.clear();
        }
        KNOWN.put(zone, spans);
        return spans;
    }

    /** The span of an instant. */
    int at(long second) {
        long cycles = perCycle == 0 ? 0 : Math.max(0, Math.floorDiv(second - REGULAR_SINCE, CYCLE));
        int found = Arrays.binarySearch(starts, second - cycles * CYCLE);
        return (found < 0 ? -found - 2 : found) + (int) cycles * perCycle;
    }

    /** The first instant of a span; {@link #FOREVER} when there is no such span. */
    long start(int span) {
        if (span < starts.length) {
            return starts[span];
        }
        if (perCycle == 0) {
            return FOREVER;
        }
        int beyond = span - firstOfCycle;
        return starts[firstOfCycle + beyond % perCycle] + beyond / perCycle * CYCLE;
    }

    /** The first instant after a span; {@link #FOREVER} when it has no end. */
    long end(int span) {
        return start(span + 1);
    }

    /** What the wall clock adds to UTC during a span. */
    long offset(int span) {
        return offsets[span < starts.length ? span : firstOfCycle + (span - firstOfCycle) % perCycle];
    }

    /** The first local second of a span. */
    long localStart(int span) {
        return start(span) + offset(span);
    }

    /** The first local second after a span. */
    long localEnd(int span) {
        return end(span) + offset(span);
    }

    boolean shows(int span, long local) {
        return localStart(span) <= local && local < localEnd(span);
    }

    /** Whether the clocks go forward at the start of a span, so that local times are missing. */
    boolean startsWithGap(int span) {
        return span > 0 && offset(span - 1) < offset(span);
    }
}
