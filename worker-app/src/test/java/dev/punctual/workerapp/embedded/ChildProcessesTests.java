package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class ChildProcessesTests {

    // repeated: between its death and Java's notice of it, a child is a zombie for less than a millisecond
    @RepeatedTest(200)
    void aKilledChildIsDeadToJavaToo() throws IOException {
        Process child = new ProcessBuilder("sleep", "600").start();

        ChildProcesses.kill(child, Duration.ofSeconds(30));

        assertThat(child.isAlive()).isFalse();
    }
}
