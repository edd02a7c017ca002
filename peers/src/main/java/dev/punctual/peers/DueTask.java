package dev.punctual.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the due file.
 *
 * @param id of the task
 * @param due the instant, as the file has it: the payload sends it back unchanged
 */
record DueTask(String id, String due) {

    /** Reads a due file: a line of titles, then task, instant and phase. */
    static List<DueTask> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).map(DueTask::parse).toList();
        }
    }

    private static DueTask parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length < 2) {
            throw new IllegalArgumentException("'%s' is no line of a due file: task,due,phase".formatted(line));
        }
        return new DueTask(fields[0], fields[1]);
    }

    Instant instant() {
        return Instant.parse(due);
    }
}
