package dev.punctual.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.faults.ProcessLimit.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class ProcessLimitTests {
    @ParameterizedTest
    @CsvSource({"FILES, Max open files", "FILE_SIZE, Max file size", "MEMORY, Max address space"})
    void aProcessGetsNoMoreUntilItsLimitIsRestored(Resource resource, String name) throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            String before = limit(process, name);
            ProcessLimit limit = ProcessLimit.of(process.pid(), resource);

            limit.allowNoMore();
            assertThat(limit(process, name)).isNotEqualTo(before);

            limit.restore();
            assertThat(limit(process, name)).isEqualTo(before);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aProcessThatHasEndedIsLeftAlone() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessLimit limit = ProcessLimit.of(process.pid(), Resource.FILE_SIZE);
        process.destroyForcibly().waitFor();
        limit.allowNoMore();
        limit.restore();
        assertThat(process.isAlive()).isFalse();
    }

    private static String limit(Process process, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "limits")).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
