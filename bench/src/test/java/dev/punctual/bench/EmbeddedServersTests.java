package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTests {
    @TempDir
    Path home;

    @Test
    void findsNothingWhereNothingRuns() {
        EmbeddedServers servers = new EmbeddedServers(home);

        assertThat(servers.temporal()).isEmpty();
        assertThat(servers.postgres()).isEmpty();
        assertThatThrownBy(servers::settings).hasMessageContaining(home.toString());
    }

    @Test
    void findsTheProcessThatNamesItsHome() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "read line; : " + home).start();
        try {
            Files.writeString(home.resolve("temporal.process"), "pid=" + process.pid() + "\n");

            assertThat(new EmbeddedServers(home).temporal())
                    .extracting(ProcessHandle::pid)
                    .contains(process.pid());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void leavesAloneWhoGotThePidOfAnother() throws IOException {
        Files.writeString(
                home.resolve("temporal.process"),
                "pid=" + ProcessHandle.current().pid() + "\n");

        assertThat(new EmbeddedServers(home).temporal()).isEmpty();
    }

    @Test
    void tellsAnotherProcessHowToShareThem() throws IOException {
        Files.writeString(home.resolve("ports.properties"), "postgres=5001\ntemporal=7001\n");
        Files.writeString(home.resolve("postgres.password"), "p4ss\n");

        assertThat(new EmbeddedServers(home).settings())
                .containsAll(List.of(
                        "--punctual.embedded=false",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:5001/punctual",
                        "--spring.datasource.password=p4ss",
                        "--spring.temporal.connection.target=127.0.0.1:7001"));
    }
}
