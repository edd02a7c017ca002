package dev.punctual.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL and the Temporal of a Punctual in embedded mode, found by what it leaves in its home. Only processes that name
 * that directory are taken for them.
 */
public final class EmbeddedServers {
    private static final String USER = "punctual";

    private final Path home;

    /** @param home of the Punctual; it need not run yet */
    public EmbeddedServers(Path home) {
        this.home = home.toAbsolutePath();
    }

    /** The processes of PostgreSQL, its first one first; none while it does not run. */
    public List<ProcessHandle> postgres() {
        return family(firstLine(home.resolve("postgres").resolve("postmaster.pid")));
    }

    /** The process of the Temporal server; none while it does not run. */
    public List<ProcessHandle> temporal() {
        return family(properties("temporal.process").getProperty("pid"));
    }

    /** A connection to the book. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url(postgresPort()) + "?connectTimeout=5&socketTimeout=60", USER, password());
    }

    /** The arguments with which another Punctual shares them. */
    List<String> settings() {
        return settings(postgresPort(), temporalPort());
    }

    /** The arguments with which another Punctual shares them, where it reaches them at other ports. */
    public List<String> settings(int postgresPort, int temporalPort) {
        try {
            return List.of(
                    "--punctual.embedded=false",
                    "--spring.datasource.url=" + url(postgresPort),
                    "--spring.datasource.username=" + USER,
                    "--spring.datasource.password=" + password(),
                    "--spring.temporal.connection.target=127.0.0.1:" + temporalPort);
        } catch (SQLException e) {
            throw new BenchException("There is nothing to share: " + e.getMessage(), e);
        }
    }

    /** Where PostgreSQL listens on loopback. */
    public int postgresPort() {
        return port("postgres");
    }

    /** Where the Temporal server listens on loopback. */
    public int temporalPort() {
        return port("temporal");
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/punctual".formatted(port);
    }

    private int port(String server) {
        String port = properties("ports.properties").getProperty(server);
        if (port == null) {
            throw new BenchException("There is no embedded %s in %s".formatted(server, home));
        }
        return Integer.parseInt(port);
    }

    private String password() throws SQLException {
        try {
            return Files.readString(home.resolve("postgres.password")).strip();
        } catch (IOException e) {
            throw new SQLException("there is no embedded PostgreSQL in " + home, e);
        }
    }

    private List<ProcessHandle> family(@Nullable String pid) {
        List<ProcessHandle> family = new ArrayList<>();
        if (pid != null && pid.matches("[0-9]+")) {
            ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .filter(first -> first.info().commandLine().orElse("").contains(home.toString()))
                    .ifPresent(first -> {
                        family.add(first);
                        first.descendants().forEach(family::add);
                    });
        }
        return family;
    }

    private static @Nullable String firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).orElse(null);
        } catch (IOException | UncheckedIOException notThere) {
            return null;
        }
    }

    private Properties properties(String name) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(home.resolve(name))) {
            properties.load(in);
        } catch (IOException notThere) {
            // nothing runs, then
        }
        return properties;
    }
}
