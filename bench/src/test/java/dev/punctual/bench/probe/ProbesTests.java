package dev.punctual.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTests {
    @Test
    void everyProbeSeesSomething(@TempDir Path directory) throws IOException {
        Probes probes = Probes.start(directory);
        try (probes) {
            Awaitility.await().untilAsserted(() -> {
                assertThat(probes.log().of(ProbeLog.Kind.SLEEP).count()).isGreaterThan(10);
                assertThat(probes.log().of(ProbeLog.Kind.FDATASYNC).count()).isGreaterThan(2);
                if (MachineTimes.read().isPresent()) {
                    assertThat(probes.log().of(ProbeLog.Kind.STEAL).count()).isPositive();
                }
            });
        }
        assertThat(directory).isEmptyDirectory();
        Path file = directory.resolve("probes.csv");
        probes.log().write(file);
        assertThat(Files.readAllLines(file).getFirst())
                .isEqualTo("second,sleep_overshoot_ms,fdatasync_ms,steal_ms,gc_pause_ms");
        assertThat(Files.readAllLines(file)).hasSizeGreaterThan(1);
    }

    @Test
    void aPauseCountsForEverySecondThatItTouches() {
        ProbeLog log = new ProbeLog();
        log.note(ProbeLog.Kind.SLEEP, 10 * Micros.SECOND + 900_000, 1_200_000);
        log.note(ProbeLog.Kind.FDATASYNC, 12 * Micros.SECOND + 500_000, 3_000);
        assertThat(log.isClean(9)).isTrue();
        assertThat(log.worstMillis(10)).isEqualTo(1_200);
        assertThat(log.worstMillis(11)).isEqualTo(1_200);
        assertThat(log.worstMillis(12)).isEqualTo(1_200);
        assertThat(log.isClean(11)).isFalse();
        assertThat(log.worstMillis(13)).isZero();
    }
}
