package dev.punctual.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MicrosTests {
    @Test
    void convertsInstantsBothWays() {
        Instant instant = Instant.parse("2026-12-01T01:00:00.000001Z");
        assertThat(Micros.toInstant(Micros.of(instant))).isEqualTo(instant);
        assertThat(Micros.of(instant.plusNanos(999))).isEqualTo(Micros.of(instant));
    }

    @Test
    void showsMillisecondsWithFittingPrecision() {
        assertThat(Micros.millis(512)).isEqualTo("0.512");
        assertThat(Micros.millis(13_100)).isEqualTo("13.10");
        assertThat(Micros.millis(1_866_400)).isEqualTo("1866");
        assertThat(Micros.millis(Micros.NEVER)).isEqualTo("never");
    }
}
