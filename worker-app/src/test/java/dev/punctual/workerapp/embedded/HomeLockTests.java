package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTests {

    @TempDir
    Path directory;

    private EmbeddedHome home;

    @BeforeEach
    void createHome() {
        home = new EmbeddedHome(directory.resolve("home")).create();
    }

    @Test
    void refusesTheSecondAndNamesTheFirst() {
        try (HomeLock first = HomeLock.take(home)) {
            first.announce(Map.of("api", "http://127.0.0.1:8080"));

            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> HomeLock.take(home))
                    .withMessageContainingAll(
                            home.directory().toString(),
                            "process " + ProcessHandle.current().pid(),
                            "http://127.0.0.1:8080",
                            "--home");
        }
    }

    @Test
    void refusesAnotherProcessEvenAfterARefusalInThisOne() throws IOException {
        try (HomeLock _ = HomeLock.take(home)) {
            assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> HomeLock.take(home));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::takeInAnotherProcess)
                    .withMessageContaining("already runs in");
        }
        assertThat(takeInAnotherProcess()).isEqualTo("taken");
    }

    @Test
    void isFreeAgainAfterItsOwnerLetItGo() {
        HomeLock.take(home).close();

        HomeLock.take(home).close();

        assertThat(home.owner()).doesNotExist();
    }

    private String takeInAnotherProcess() throws IOException {
        return ChildProcesses.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TakeLock.class.getName(),
                        home.directory().toString()),
                environment -> {},
                Duration.ofMinutes(1));
    }

    /** The program of the other process. */
    static final class TakeLock {

        private TakeLock() {}

        public static void main(String[] arguments) {
            try (HomeLock _ = HomeLock.take(new EmbeddedHome(Path.of(arguments[0])))) {
                System.out.println("taken");
            }
        }
    }
}
