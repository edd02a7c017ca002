package dev.punctual.bench.faults;

import dev.punctual.bench.EmbeddedServers;
import dev.punctual.bench.PunctualProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Punctual of the run's own with its PostgreSQL and Temporal, whose processes can be killed, stopped and started again. Only
 * processes that name its home directory are ever touched, and none of them is left when it is closed.
 */
final class Fleet implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final Path home;
    private final EmbeddedServers servers;
    private final int port;
    private final PunctualProgram program;
    private final @Nullable SecondWorker second;
    private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();
    private @Nullable Process process;
    private Instant startedAt = Instant.EPOCH;

    /**
     * One that is not started yet.
     *
     * @param environment as for the benchmarks: the Java program, the application, options of the JVM
     * @param directory of the run
     * @param secret what actions sign with, and what must be found nowhere
     * @param twoWorkers whether there is a second worker
     */
    Fleet(Map<String, String> environment, Path directory, String secret, boolean twoWorkers) {
        this.directory = directory.toAbsolutePath();
        this.home = this.directory.resolve("home");
        this.servers = new EmbeddedServers(home);
        this.port = PunctualProgram.freePort();
        this.program = new PunctualProgram(
                environment, home.resolve("punctual.jar"), Map.of("PUNCTUAL_SECRETS_PROBE", secret));
        this.second =
                twoWorkers ? new SecondWorker(program, this.directory, servers, PunctualProgram.freePort()) : null;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path home() {
        return home;
    }

    Path log() {
        return directory.resolve("punctual.log");
    }

    /** When the present Punctual was started. */
    Instant startedAt() {
        return startedAt;
    }

    /** Starts Punctual; it is not ready yet. */
    synchronized void start() {
        startedAt = Instant.now();
        process = program.start(home, log(), List.of("--server.port=" + port));
        seen.put(process.pid(), process.toHandle());
    }

    /** Whether there are two workers. */
    boolean hasSecond() {
        return second != null;
    }

    /** The second worker, whose servers are those of the first Punctual. */
    SecondWorker second() {
        return Objects.requireNonNull(second, "this run has one worker");
    }

    /** Whether the process of Punctual itself lives. */
    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Punctual itself. */
    synchronized List<ProcessHandle> punctual() {
        return process == null ? List.of() : List.of(process.toHandle());
    }

    /** The processes of PostgreSQL, its first one first. */
    synchronized List<ProcessHandle> postgres() {
        return remembered(servers.postgres());
    }

    /** The process of the Temporal server. */
    synchronized List<ProcessHandle> temporal() {
        return remembered(servers.temporal());
    }

    private List<ProcessHandle> remembered(List<ProcessHandle> processes) {
        processes.forEach(one -> seen.put(one.pid(), one));
        return processes;
    }

    /** A connection of the run's own to the book. */
    Connection connect() throws SQLException {
        return servers.connect();
    }

    /** Kills processes without any warning, and waits until they are gone. */
    static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(one -> awaitEnd(one, Duration.ofSeconds(10)));
    }

    /** Sends STOP or CONT. */
    static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(one -> Long.toString(one.pid()))
                .forEach(command::add);
        if (command.size() == 2) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("kill -%s cannot be run".formatted(signal), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks Punctual to stop, and waits until it has. */
    void stop() {
        // seen before: whatever of them is left is ended with the run
        postgres();
        temporal();
        end(punctual());
    }

    /** Asks both workers to stop, the second one first, and waits until they have. */
    void stopAll() {
        if (second != null) {
            end(second.processes());
        }
        stop();
    }

    private static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        processes.forEach(one -> awaitEnd(one, END_LIMIT));
    }

    private static boolean awaitEnd(ProcessHandle process, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        // a process that nobody waits for stays listed when it has ended
        while (process.isAlive() && !isZombie(process)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException noSuchProcessOrSystem) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (second != null) {
            second.close();
        }
        List<ProcessHandle> left = new ArrayList<>(punctual());
        left.addAll(postgres());
        left.addAll(temporal());
        // a process that is stopped hears of its end all the same, but its children might go on
        left.addAll(seen.values().stream().filter(ProcessHandle::isAlive).toList());
        kill(left);
    }
}
