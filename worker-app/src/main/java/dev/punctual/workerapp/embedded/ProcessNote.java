package dev.punctual.workerapp.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A file that notes which child runs, so that the next run finds a child that a killed run left behind. A process counts
 * as that child only if id, program and start time agree: ids are used again.
 */
record ProcessNote(Path file) {

    // an operating system derives start times from its clock at boot, which it corrects now and then
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    void write(Process process, Path program) {
        long started = process.info().startInstant().orElseGet(Instant::now).toEpochMilli();
        new PropertiesFile(file)
                .write(Map.of(
                        "pid", Long.toString(process.pid()),
                        "program", program.toString(),
                        "started", Long.toString(started)));
    }

    /** The noted child, if it still lives. */
    Optional<ProcessHandle> find() {
        Map<String, String> note = new PropertiesFile(file).read();
        String pid = note.get("pid");
        String program = note.get("program");
        String started = note.get("started");
        if (pid == null || program == null || started == null) {
            return Optional.empty();
        }
        Instant noted = Instant.ofEpochMilli(Long.parseLong(started));
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().command().filter(program::equals).isPresent())
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(start, noted).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent());
    }

    void delete() {
        new PropertiesFile(file).delete();
    }
}
