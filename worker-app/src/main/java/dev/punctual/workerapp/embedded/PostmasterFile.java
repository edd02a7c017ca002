package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What PostgreSQL notes about itself in {@code postmaster.pid}, and the processes that work on its data directory. */
record PostmasterFile(Path data) {

    // the file holds whole seconds, and an operating system's start times may be off by about one
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private Path path() {
        return data.resolve("postmaster.pid");
    }

    /** Whether the server with this process id accepts connections. */
    boolean isReady(long pid) throws IOException {
        List<String> lines = lines();
        return lines.size() >= 8
                && lines.getFirst().equals(Long.toString(pid))
                && lines.get(7).strip().equals("ready");
    }

    /** The server that the file names, if that process still lives and really is this server. */
    Optional<ProcessHandle> server() throws IOException {
        List<String> lines = lines();
        if (lines.size() < 3) {
            return Optional.empty();
        }
        Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(PostmasterFile::isPostgres)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent());
    }

    /** All processes of PostgreSQL that work in the data directory; none on systems that do not tell. */
    List<ProcessHandle> workers() throws IOException {
        if (!Files.isDirectory(data) || !Files.isDirectory(Path.of("/proc/self"))) {
            return List.of();
        }
        Path directory = data.toRealPath();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(PostmasterFile::isPostgres)
                    .filter(process -> worksIn(directory, process))
                    .toList();
        }
    }

    /**
     * Forgets the named server, once it is known that none is left, if a stranger now has its process id: PostgreSQL
     * would take the stranger for itself and not start. Otherwise the file stays, for PostgreSQL's own checks.
     */
    void forgetStranger() throws IOException {
        List<String> lines = lines();
        if (!lines.isEmpty()
                && ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent()) {
            Files.deleteIfExists(path());
        }
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(path());
        } catch (NoSuchFileException missing) {
            return List.of();
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
    }

    private static boolean worksIn(Path directory, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }
}
