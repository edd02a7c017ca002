package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                             |                               | PT0S",
                "120                           |                               | PT2M",
                " 7                            |                               | PT7S",
                "999999999999                  |                               | P1D",
                // by the response's own date, whatever the clock here says
                "Tue, 01 Dec 2026 08:00:30 GMT | Tue, 01 Dec 2026 08:00:00 GMT | PT30S",
                "Tue, 01 Dec 2026 08:00:00 GMT | Tue, 01 Dec 2026 08:00:30 GMT | PT0S",
                "Tue, 01 Dec 2026 10:01:00 GMT |                               | PT1M",
                "Tue, 01 Dec 2026 10:01:00 GMT | yesterday                     | PT1M",
                "Fri, 31 Dec 9999 23:59:59 GMT |                               | P1D",
            })
    void readsSecondsAndDates(String value, @Nullable String date, Duration expected) {
        assertThat(RetryAfter.read(value, date, NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "1.5", "''", "99999999999999999999", "2026-12-01T10:01:00Z"})
    void passesOverWhatItCannotRead(String value) {
        assertThat(RetryAfter.read(value, null, NOW)).isEmpty();
    }

    @Test
    void knowsThatNothingWasSaid() {
        assertThat(RetryAfter.read(null, null, NOW)).isEmpty();
    }
}
