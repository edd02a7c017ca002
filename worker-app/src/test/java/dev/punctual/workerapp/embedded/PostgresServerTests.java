package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTests {

    @TempDir
    Path directory;

    private EmbeddedHome home;
    private PostgresServer server;

    @BeforeEach
    void startServer() throws SQLException {
        home = new EmbeddedHome(directory.resolve("home")).create();
        server = new PostgresServer(home);
        server.start();
        execute("CREATE TABLE kept (value int)");
        execute("INSERT INTO kept VALUES (42)");
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void keepsWhatItCommittedAndItsPortOverAStop() throws SQLException {
        int port = server.port();

        server.stop();
        server = new PostgresServer(home);
        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(query("SELECT value FROM kept")).isEqualTo("42");
    }

    @Test
    void writesThroughToTheDisk() throws SQLException, IOException {
        assertThat(query("SELECT current_setting('fsync')")).isEqualTo("on");
        assertThat(query("SELECT current_setting('synchronous_commit')")).isEqualTo("on");
        assertThat(query("SELECT current_setting('full_page_writes')")).isEqualTo("on");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.postgresPassword())))
                .isEqualTo("rw-------");
    }

    @Test
    void isRestartedByItsSupervisorAfterAKillAndLosesNothing() throws SQLException {
        Supervisor supervisor = new Supervisor(server, InstantSource.system());
        assertThat(supervisor.runOnce()).isFalse();
        int port = server.port();
        try (Connection open = connect();
                Statement busy = open.createStatement()) {
            busy.execute("BEGIN");
            busy.execute("INSERT INTO kept VALUES (43)");

            server.kill();

            assertThat(server.hasDied()).isTrue();
            assertThat(supervisor.runOnce()).isTrue();
        }
        assertThat(server.port()).isEqualTo(port);
        assertThat(query("SELECT string_agg(value::text, ',') FROM kept")).isEqualTo("42");
    }

    @Test
    void replacesTheServerThatAKilledRunLeftBehind() throws SQLException {
        PostgresServer leftOver = server;
        long leftOverPid = leftOver.pid().orElseThrow();

        server = new PostgresServer(home);
        server.start();

        assertThat(leftOver.hasDied()).isTrue();
        assertThat(server.pid().orElseThrow()).isNotEqualTo(leftOverPid);
        assertThat(query("SELECT value FROM kept")).isEqualTo("42");
    }

    @Test
    void leavesAStrangerAloneThatHasTheProcessIdOfAKilledServer() throws IOException, SQLException {
        server.kill();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Path file = home.postgresData().resolve("postmaster.pid");
            var lines = Files.readAllLines(file);
            lines.set(0, Long.toString(stranger.pid()));
            lines.set(2, Long.toString(Instant.now().getEpochSecond()));
            Files.write(file, lines);

            server.start();

            assertThat(stranger.isAlive()).isTrue();
            assertThat(query("SELECT value FROM kept")).isEqualTo("42");
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void leavesTheServerOfAnotherHomeAlone() {
        PostgresServer other = new PostgresServer(new EmbeddedHome(directory.resolve("other")).create());
        other.start();
        try {
            server.stop();
            server.start();

            assertThat(other.hasDied()).isFalse();
            assertThat(other.port()).isNotEqualTo(server.port());
        } finally {
            other.stop();
        }
    }

    @Test
    void stopsWhileClientsAreStillConnected() throws SQLException {
        ProcessHandle process = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
        try (Connection _ = connect()) {
            server.stop();

            assertThat(ChildProcesses.hasEnded(process, Duration.ZERO)).isTrue();
            assertThat(server.hasDied()).isFalse();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.username(), server.password());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
