package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.report.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountainTests {
    @Test
    void theLogOfPostgresqlIsNotCounted(@TempDir Path home) throws IOException {
        Files.write(home.resolve("temporal.db"), new byte[1_000]);
        Path log = Files.createDirectories(home.resolve("postgres").resolve("pg_wal"));
        Files.write(log.resolve("000000010000000000000001"), new byte[50_000]);
        Path base = Files.createDirectories(home.resolve("postgres").resolve("base"));
        Files.write(base.resolve("16384"), new byte[200]);
        assertThat(Mountain.size(home)).isEqualTo(1_200);
    }

    @Test
    void aStartMustBearWithThem() {
        assertThat(checks(Duration.ofSeconds(59), 7_000)).containsExactly(true, true);
        assertThat(checks(Duration.ofSeconds(61), 9_000)).containsExactly(false, false);
    }

    private static Iterable<Boolean> checks(Duration ready, long bytesEach) {
        Duration hour = Duration.ofHours(1);
        return new Mountain(1_000_000, hour, hour, ready, 1_000_000 * bytesEach)
                .checks().stream().map(Check::met).toList();
    }
}
