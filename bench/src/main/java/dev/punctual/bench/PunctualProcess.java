package dev.punctual.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Punctual of the run's own, in embedded mode with a fresh home, on a free port. {@link #close} stops it and leaves
 * nothing behind that it started.
 */
final class PunctualProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;

    private final PunctualProgram program;
    private final Path directory;
    private final int port;
    private final List<String> settings;
    private final Process process;
    private List<ProcessHandle> left = List.of();
    private final Thread atExit = new Thread(this::stop, "stop-punctual");

    private PunctualProcess(PunctualProgram program, Path directory, int port, List<String> settings) {
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        List<String> all = new ArrayList<>(List.of("--server.port=" + port));
        all.addAll(settings);
        this.process = program.start(home(directory), log(), all);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts one, or starts again the one of this directory that was killed; it is not ready yet.
     *
     * @param environment as {@link PunctualProgram} has it
     * @param directory of the run; home and log are made in it
     * @param settings of Punctual, as arguments
     */
    static PunctualProcess start(Map<String, String> environment, Path directory, List<String> settings) {
        PunctualProgram program =
                new PunctualProgram(environment, home(directory).resolve("punctual.jar"), Map.of());
        return new PunctualProcess(program, directory, PunctualProgram.freePort(), settings);
    }

    /** Starts the same one again, at the same port, once it was stopped; it is not ready yet. */
    PunctualProcess again() {
        return new PunctualProcess(program, directory, port, settings);
    }

    private Path log() {
        return directory.resolve("punctual.log");
    }

    /** Where the Punctual of a run keeps its data. */
    static Path home(Path directory) {
        return directory.toAbsolutePath().resolve("home");
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** @throws BenchException when it has ended by itself */
    void check() {
        if (!process.isAlive()) {
            throw new BenchException("Punctual ended with exit code %d. The end of %s:%n%s"
                    .formatted(process.exitValue(), log(), endOf(log())));
        }
    }

    /** The last lines of a log. */
    static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e + ")";
        }
    }

    /** Ends it at once, with no chance to put anything in order; the servers that it started go on until it is closed. */
    synchronized void kill() {
        left = process.descendants().toList();
        process.destroyForcibly();
        var _ = hasEnded(process.toHandle(), KILL_LIMIT);
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyEnding) {
            // then the hook runs as well, and finds nothing left to stop
        }
    }

    private synchronized void stop() {
        // seen before the stop: afterwards they are nobody's children
        List<ProcessHandle> family = process.isAlive() ? process.descendants().toList() : left;
        process.destroy();
        if (!hasEnded(process.toHandle(), STOP_LIMIT)) {
            process.destroyForcibly();
        }
        for (ProcessHandle child : family) {
            if (child.isAlive()) {
                child.destroyForcibly();
            }
        }
        for (ProcessHandle child : family) {
            var _ = hasEnded(child, KILL_LIMIT);
        }
    }

    private static boolean hasEnded(ProcessHandle handle, Duration limit) {
        CompletableFuture<ProcessHandle> end = handle.onExit();
        try {
            return end.get(limit.toMillis(), TimeUnit.MILLISECONDS) != null;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of process %d cannot be awaited".formatted(handle.pid()), e);
        }
    }

    /** Deletes the data of an ended Punctual: hundreds of megabytes that no result needs. */
    static void deleteHome(Path directory) {
        try (Stream<Path> all = Files.walk(home(directory))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data in %s cannot be deleted".formatted(home(directory)), e);
        }
    }
}
