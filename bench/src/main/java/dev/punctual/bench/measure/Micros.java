package dev.punctual.bench.measure;

import java.time.Instant;
import java.util.Locale;

/** Instants as whole microseconds since 1970, the precision that Punctual keeps, without an object for each. */
public final class Micros {

    /** The instant of what has not happened and counts as infinitely late. */
    public static final long NEVER = Long.MAX_VALUE;

    public static final long SECOND = 1_000_000;
    public static final long MILLI = 1_000;

    private Micros() {}

    /** The wall clock now. */
    public static long now() {
        return of(Instant.now());
    }

    /** Cuts an instant to microseconds. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }

    /** The second since 1970 that this instant lies in. */
    public static long second(long micros) {
        return Math.floorDiv(micros, SECOND);
    }

    /** A length of time in milliseconds as reports show it: {@code 0.512}, {@code 13.1}, {@code 1866}, {@code never}. */
    public static String millis(long micros) {
        if (micros == NEVER) {
            return "never";
        }
        double millis = (double) micros / MILLI;
        double size = Math.abs(millis);
        return String.format(
                Locale.ROOT, size < 10 ? "%.3f" : size < 100 ? "%.2f" : size < 1_000 ? "%.1f" : "%.0f", millis);
    }
}
