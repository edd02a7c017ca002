package dev.punctual.activities.action;

import static org.apache.commons.lang3.ObjectUtils.max;
import static org.apache.commons.lang3.ObjectUtils.min;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
    /** Nobody means longer; a mistake must not park a fire for years. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private RetryAfter() {}

    /**
     * How long the server asks to be left alone, at most {@link #LONGEST}; empty when it does not say, or nothing that can be
     * read.
     *
     * @param value of the header
     * @param date of the response by its own header, so that a clock that goes wrong on either side changes nothing
     * @param now what counts when the response has no date
     */
    static Optional<Duration> read(@Nullable String value, @Nullable String date, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        return instant(text)
                .map(at -> Duration.between(
                        Optional.ofNullable(date).flatMap(RetryAfter::instant).orElse(now), at))
                .map(RetryAfter::bounded);
    }

    private static Optional<Instant> instant(String httpDate) {
        try {
            return Optional.of(ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration asked) {
        return max(Duration.ZERO, min(asked, LONGEST));
    }
}
