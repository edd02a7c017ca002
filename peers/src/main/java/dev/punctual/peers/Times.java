package dev.punctual.peers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants for schedulers that cannot tell microseconds: always up, so that nothing is early. */
final class Times {

    private Times() {}

    /** The first whole millisecond that is not before this instant. */
    static Instant upToMillis(Instant instant) {
        return instant.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    }

    /** How long it is from now to this instant, in whole milliseconds and never too short; zero when it has passed. */
    static Duration delayUntil(Instant instant, Instant now) {
        long nanos = Duration.between(now, instant).toNanos();
        return Duration.ofMillis(Math.max(0, Math.ceilDiv(nanos, 1_000_000)));
    }
}
