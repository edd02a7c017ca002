package dev.punctual.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FileLimitTests {
    @Test
    void letsAProcessOpenNoMoreUntilItIsRestored() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            String before = limit(process);
            FileLimit limit = FileLimit.of(process.pid());

            limit.allowNoMore();
            assertThat(limit(process)).isNotEqualTo(before);

            limit.restore();
            assertThat(limit(process)).isEqualTo(before);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String limit(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
    }
}
