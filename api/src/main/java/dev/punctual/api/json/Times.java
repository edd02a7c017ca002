package dev.punctual.api.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants and durations as clients write them. */
public final class Times {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Times() {}

    /**
     * An RFC 3339 instant, cut to microseconds.
     *
     * @throws DateTimeException whose message follows the field's name, when it is not one between 1970 and 9999
     */
    public static Instant instant(String text) {
        Instant instant;
        try {
            instant = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new DateTimeException(
                    "is '%s', which is not an RFC 3339 instant; write it like 2026-12-01T01:00:00Z".formatted(text), e);
        }
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
            throw new DateTimeException("is %s; only the years 1970 to 9999 are supported".formatted(text));
        }
        return instant;
    }

    /**
     * An ISO 8601 duration, cut to microseconds.
     *
     * @throws DateTimeException whose message follows the field's name, when it is not one
     */
    public static Duration duration(String text) {
        try {
            return Duration.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            throw new DateTimeException(
                    "is '%s', which is not an ISO 8601 duration of days and times; write it like PT30S, PT1H30M or P7D"
                            .formatted(text),
                    e);
        }
    }

    /** A duration for people: whole days as {@code P7D}, all else as Java writes it. */
    public static String show(Duration duration) {
        return duration.isPositive() && duration.equals(Duration.ofDays(duration.toDays()))
                ? "P" + duration.toDays() + "D"
                : duration.toString();
    }
}
