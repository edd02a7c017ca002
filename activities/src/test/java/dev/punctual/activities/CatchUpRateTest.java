package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule by which a catch-up becomes quicker and slower. */
class CatchUpRateTest {
    private static final double MOST = 200;

    @ParameterizedTest(name = "{0}/s, caution {1}, worst {2} ms: {3}/s, caution {4}")
    @CsvSource({
        // what is on time does well: a little more
        "20, 0, 0, 25, 0",
        "20, 0, 250, 25, 0",
        "20, 4, 10, 25, 4",
        // it is slower than it should be: no more
        "20, 0, 251, 20, 0",
        "20, 3, 500, 20, 3",
        // it suffers: half
        "20, 0, 501, 10, 10",
        "200, 4, 60000, 100, 10",
        // within bounds
        "3, 0, 700, 2, 10",
        "2, 10, 700, 2, 10",
        "198, 0, 1, 200, 0",
        "150, 0, , 200, 0",
        // nothing on time is there to suffer: twice as much, unless something did lately
        "20, 0, , 40, 0",
        "20, 10, , 25, 9",
        "20, 1, , 25, 0",
    })
    void changesWithWhatTheFiresOnTimeSuffer(
            double perSecond, int caution, @Nullable Long worst, double then, int thenCaution) {
        Duration late = worst == null ? null : Duration.ofMillis(worst);

        assertThat(new CatchUpRate(perSecond, caution).after(late, MOST)).isEqualTo(new CatchUpRate(then, thenCaution));
    }

    @Test
    void beginsWithTwentyOrTheHighest() {
        assertThat(CatchUpRate.first(MOST)).isEqualTo(new CatchUpRate(20, 0));
        assertThat(CatchUpRate.first(5)).isEqualTo(new CatchUpRate(5, 0));
    }
}
