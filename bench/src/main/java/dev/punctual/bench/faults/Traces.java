package dev.punctual.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the files of a run betray: planted secrets, and deadlocks that the database's log names. */
final class Traces {
    private static final long LARGEST = 256L << 20;

    private Traces() {}

    /** The files in which a secret stands: logs, Temporal's histories, the tables and logs of PostgreSQL, answers. */
    static List<String> of(Fleet fleet, Path directory, String secret) {
        List<String> found = new ArrayList<>();
        for (Path file : files(directory)) {
            if (!file.endsWith("punctual.jar") && contains(file, secret)) {
                found.add(directory.relativize(file).toString());
            }
        }
        return found;
    }

    /**
     * Lines of the logs that name a deadlock. Not the engine client's guess when a workflow's thread was given no processor for
     * long: that is a machine with too much to do, or a process that was stopped.
     */
    static List<String> deadlocks(Fleet fleet) {
        List<String> found = new ArrayList<>();
        List<Path> logs = new ArrayList<>(files(fleet.home().resolve("logs")));
        logs.add(fleet.log());
        if (fleet.hasSecond()) {
            logs.add(fleet.second().log());
        }
        for (Path log : logs) {
            text(log)
                    .lines()
                    .filter(line -> line.contains("deadlock detected") && !line.contains("could not start executing"))
                    .forEach(line -> found.add(log.getFileName() + ": " + line));
        }
        return found;
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The files in %s cannot be listed".formatted(directory), e);
        }
    }

    private static boolean contains(Path file, String secret) {
        return text(file).contains(secret);
    }

    private static String text(Path file) {
        try {
            return Files.size(file) > LARGEST ? "" : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException goneMeanwhile) {
            return "";
        }
    }
}
