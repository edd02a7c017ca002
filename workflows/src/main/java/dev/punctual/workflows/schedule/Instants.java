package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The span and the precision of every instant a schedule takes in or answers. */
final class Instants {
    static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Instants() {}

    /** The value cut to microseconds; refused when it lies outside the years 1 to 9999. */
    static Instant accept(String field, Instant value) {
        Instant instant = value.truncatedTo(ChronoUnit.MICROS);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new InvalidScheduleException(
                    field,
                    "OUT_OF_RANGE",
                    "%s is %s, outside the years 1 to 9999; name an instant inside".formatted(field, value));
        }
        return instant;
    }

    /** Microseconds since 1970, rounded down. The instant must lie within a few thousand years of FIRST and LAST. */
    static long toMicros(Instant instant) {
        return Math.multiplyExact(instant.getEpochSecond(), 1_000_000L) + instant.getNano() / 1_000;
    }

    static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    /** For people: as much of the time as is not zero, in UTC. */
    static String words(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString().replace('T', ' ') + " UTC";
    }
}
