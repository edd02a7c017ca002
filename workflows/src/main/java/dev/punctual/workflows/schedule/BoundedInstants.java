package dev.punctual.workflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a bounded schedule. Three sequences follow from each other: the rule's own, what the calendars leave of them
 * ("placed"), and the fires, each at its placed instant or a little later, before the next placed one.
 */
final class BoundedInstants {
    private static final Duration TICK = Duration.ofNanos(1_000);
    /** How far back the last placed instant is looked for at first; each further look goes so many times farther. */
    private static final Duration NEAR = Duration.ofMinutes(1);

    private static final int FARTHER = 16;

    private final BoundedSchedule schedule;
    private final PlacedInstants placed;
    private final Instant first;

    BoundedInstants(BoundedSchedule schedule) {
        this.schedule = schedule;
        this.placed = schedule.roll() == null ? new OpenInstants(schedule) : new RolledInstants(schedule);
        this.first = schedule.startAt().minus(TICK);
    }

    Optional<Instant> firstPlaced() {
        return placedAfter(first);
    }

    /** The next instant before jitter. */
    Optional<Instant> placedAfter(Instant instant) {
        Instant last = schedule.last();
        return placed.after(instant.isBefore(first) ? first : instant)
                .filter(next -> last == null || !next.isAfter(last));
    }

    /** The placed instant that is the so-manieth after this one; null when there are fewer. */
    @Nullable
    Instant placed(Instant after, int number) {
        Instant at = after;
        for (int i = 0; i < number; i++) {
            Optional<Instant> next = placedAfter(at);
            if (next.isEmpty()) {
                return null;
            }
            at = next.get();
        }
        return at;
    }

    /** How many placed instants there are after the one and up to the other. */
    int count(Instant after, Instant until) {
        int count = 0;
        Optional<Instant> next = placedAfter(after);
        while (next.isPresent() && !next.get().isAfter(until)) {
            count++;
            next = placedAfter(next.get());
        }
        return count;
    }

    Optional<Instant> nextAfter(Instant instant) {
        Duration jitter = schedule.jitter();
        if (jitter == null) {
            return placedAfter(instant);
        }
        // the one before may have been moved past the instant
        Instant before = latestUpTo(instant, jitter);
        if (before != null) {
            Instant fire = jittered(before);
            if (fire.isAfter(instant)) {
                return Optional.of(fire);
            }
        }
        return placedAfter(instant).map(this::jittered);
    }

    Optional<Instant> firstInPlaceOf(BoundedInstants before, @Nullable Instant nextBefore, Instant now) {
        Instant awaited = nextBefore == null ? null : before.placedOf(nextBefore);
        if (awaited != null && !awaited.isAfter(now) && isPlaced(awaited)) {
            Instant fire = jittered(awaited);
            return Optional.of(fire.isAfter(now) ? fire : now);
        }
        Optional<Instant> fire = nextAfter(now);
        Instant own = fire.map(this::placedOf).orElse(null);
        boolean hasFired =
                own != null && !own.isAfter(now) && before.isPlaced(own) && (awaited == null || own.isBefore(awaited));
        return hasFired ? fire.flatMap(this::nextAfter) : fire;
    }

    private boolean isPlaced(Instant at) {
        return placedAfter(at.minus(TICK)).filter(at::equals).isPresent();
    }

    /** A part of the jitter that depends on the task and the instant alone, and ends before the next one. */
    private Instant jittered(Instant at) {
        Duration jitter = schedule.jitter();
        if (jitter == null) {
            return at;
        }
        long most = jitter.toMillis();
        Optional<Instant> next = placedAfter(at);
        if (next.isPresent()) {
            // cut before the comparison, as the instants may lie thousands of years apart
            Instant limit = at.plus(jitter);
            most = next.get().isBefore(limit) ? Duration.between(at, next.get()).toMillis() : most;
        }
        Instant moved = most <= 0
                ? at
                : at.plusMillis(Long.remainderUnsigned(mix(schedule.seed() ^ mix(Instants.toMicros(at))), most));
        return moved.isAfter(Instants.LAST) ? at : moved;
    }

    /** Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014): the finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** The last placed instant not after this one, if it is less than so long before it; else null. */
    private @Nullable Instant latestUpTo(Instant instant, Duration within) {
        Instant from = instant.minus(within);
        from = from.isBefore(first) ? first : from;
        Optional<Instant> found = from.isBefore(instant) ? placedAfter(from) : Optional.empty();
        if (found.isEmpty() || found.get().isAfter(instant)) {
            return null;
        }
        Instant low = found.get();
        Instant high = instant;
        while (true) {
            Optional<Instant> next = placedAfter(low);
            if (next.isEmpty() || next.get().isAfter(instant)) {
                return low;
            }
            low = next.get();
            // halves what is left, as there may be many
            Instant middle = low.plus(Duration.between(low, high).dividedBy(2));
            Optional<Instant> later = placedAfter(middle);
            if (later.isPresent() && !later.get().isAfter(instant)) {
                low = later.get();
            } else {
                high = middle;
            }
        }
    }

    /** The placed instant before that of a fire, or the moment before the schedule begins. */
    Instant before(Instant fire) {
        Instant own = placedOf(fire);
        Instant until = (own == null ? fire : own).minus(TICK);
        for (Duration within = NEAR; ; within = within.multipliedBy(FARTHER)) {
            Instant found = latestUpTo(until, within);
            if (found != null) {
                return found;
            }
            if (!until.minus(within).isAfter(first)) {
                return first;
            }
        }
    }

    private @Nullable Instant placedOf(Instant fire) {
        Duration jitter = schedule.jitter();
        return latestUpTo(fire, jitter == null ? TICK : jitter.plus(TICK));
    }

    Optional<Exclusion> nextExcluded(Instant after, Instant before) {
        Instant last = schedule.last();
        Instant end = last != null && last.isBefore(before) ? last : before;
        return placed.nextExcluded(after.isBefore(first) ? first : after, end);
    }

    List<Instant> origins(Instant fire) {
        Instant at = placedOf(fire);
        return at == null ? List.of(fire) : placed.origins(at);
    }

    Optional<String> note(Instant fire) {
        Instant at = placedOf(fire);
        if (at == null || !jittered(at).equals(fire)) {
            return Optional.empty();
        }
        StringBuilder note = new StringBuilder();
        placed.note(at).ifPresent(note::append);
        if (!at.equals(fire)) {
            note.append(note.isEmpty() ? "" : "; ")
                    .append("jitter: %s after %s"
                            .formatted(Duration.between(at, fire), LocalDateTime.ofInstant(at, schedule.timeZone())));
        }
        return note.isEmpty() ? Optional.empty() : Optional.of(note.toString());
    }
}
