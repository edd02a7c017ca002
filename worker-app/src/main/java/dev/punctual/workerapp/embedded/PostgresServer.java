package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL that keeps its data in the home directory. What it has committed is on disk: it refuses to serve with
 * {@code fsync}, {@code synchronous_commit} or {@code full_page_writes} off.
 */
public final class PostgresServer implements EmbeddedServer {

    /** The database, and the user who owns it. */
    static final String DATABASE = "punctual";

    static final String USER = "punctual";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration FAST_LIMIT = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(3);
    private static final int POLL_MILLIS = 20;

    private final EmbeddedHome home;
    private final PostmasterFile postmaster;
    private @Nullable PostgresPrograms programs;
    private @Nullable Process process;
    private int port;

    /** A server for this home, not yet started. */
    public PostgresServer(EmbeddedHome home) {
        this.home = home;
        this.postmaster = new PostmasterFile(home.postgresData());
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            PostgresPrograms installed = programs();
            stopLeftOver(installed);
            initializeOnce(installed);
            if (port == 0) {
                port = new Ports(home).choose("postgres");
            }
            process = installed.startServer(home.postgresData(), port, home.postgresLog());
            awaitReady(process);
            prepareDatabase();
        } catch (IOException | SQLException e) {
            kill();
            throw new StartRefusedException(
                    "PostgreSQL cannot be started in %s (%s). See %s."
                            .formatted(home.directory(), e.getMessage(), home.postgresLog()),
                    e);
        } catch (StartRefusedException e) {
            kill();
            throw e;
        }
    }

    @Override
    public synchronized void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        try {
            stop(programs(), running.toHandle());
        } catch (IOException e) {
            running.destroyForcibly();
            throw new IllegalStateException("PostgreSQL (process " + running.pid() + ") could not be asked to stop", e);
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            ChildProcesses.kill(process, IMMEDIATE_LIMIT);
        }
    }

    @Override
    public synchronized boolean hasDied() {
        return process != null && !process.isAlive();
    }

    @Override
    public synchronized int port() {
        return port;
    }

    /** The process id of the server, if it was started. */
    public synchronized Optional<Long> pid() {
        return Optional.ofNullable(process).map(Process::pid);
    }

    /** The JDBC address of the database. */
    public String url() {
        return url(DATABASE);
    }

    public String username() {
        return USER;
    }

    /** The password: random, made once, kept in the home directory for its owner's eyes only. */
    public String password() {
        try {
            return Files.readString(home.postgresPassword()).strip();
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The password of PostgreSQL cannot be read from %s (%s).".formatted(home.postgresPassword(), e), e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(ADDRESS, port(), database);
    }

    private PostgresPrograms programs() {
        if (programs == null) {
            programs = new PostgresPrograms(PostgresBinaries.unpacked(Cache.ofUser(System.getenv())));
        }
        return programs;
    }

    private void initializeOnce(PostgresPrograms installed) throws IOException {
        if (Files.isDirectory(home.postgresData())) {
            return;
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path passwordFile = home.postgresPassword();
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.WRITE);
        // made aside and moved, so that a kill halfway leaves no half cluster behind
        Path making = home.directory().resolve("postgres.new");
        Cache.delete(making);
        installed.initialize(making, passwordFile);
        Files.move(making, home.postgresData());
    }

    private void awaitReady(Process started) throws IOException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!postmaster.isReady(started.pid())) {
            if (!started.isAlive()) {
                throw new IOException("it ended with exit code %d: %s"
                        .formatted(started.exitValue(), ChildProcesses.tail(home.postgresLog())));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("it was not ready after %d s".formatted(START_LIMIT.toSeconds()));
            }
            pause();
        }
    }

    private void prepareDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password());
                Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                String value = single(statement, "SELECT current_setting('" + setting + "')");
                if (!"on".equals(value)) {
                    throw new StartRefusedException(
                            "PostgreSQL runs with %s=%s, so it could lose what it acknowledged. Remove that setting from %s."
                                    .formatted(setting, value, home.postgresData()));
                }
            }
            if (single(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'") == null) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private static @Nullable String single(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Ends what a killed run, or a killed server, left on the data directory, and nothing else. */
    private void stopLeftOver(PostgresPrograms installed) throws IOException {
        Optional<ProcessHandle> server = postmaster.server();
        if (server.isPresent()) {
            stop(installed, server.get());
        }
        // Without their server these only delay the next one: it must not start while one of them can still write.
        for (ProcessHandle worker : postmaster.workers()) {
            worker.destroyForcibly();
            if (!ChildProcesses.hasEnded(worker, IMMEDIATE_LIMIT)) {
                throw new IOException("process %d of an earlier server does not end".formatted(worker.pid()));
            }
        }
        postmaster.forgetStranger();
    }

    private static void stop(PostgresPrograms installed, ProcessHandle server) throws IOException {
        if (signalled(installed, "INT", server, FAST_LIMIT) || signalled(installed, "QUIT", server, IMMEDIATE_LIMIT)) {
            return;
        }
        server.destroyForcibly();
        ChildProcesses.hasEnded(server, IMMEDIATE_LIMIT);
    }

    private static boolean signalled(PostgresPrograms installed, String signal, ProcessHandle server, Duration limit)
            throws IOException {
        if (!server.isAlive()) {
            return true;
        }
        try {
            installed.signal(signal, server.pid());
        } catch (IOException e) {
            // it may have ended by itself in between, which is what was wanted
            if (server.isAlive()) {
                throw e;
            }
        }
        return ChildProcesses.hasEnded(server, limit);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the start was interrupted", e);
        }
    }
}
