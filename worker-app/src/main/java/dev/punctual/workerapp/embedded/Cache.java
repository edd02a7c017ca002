package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The user's cache of programs that embedded mode runs, shared by all home directories. Entries are built aside and moved
 * into place, so that two processes at once, or a kill halfway, never leave a broken one.
 */
record Cache(Path directory) {

    /** {@code $XDG_CACHE_HOME/punctual}, or {@code ~/.cache/punctual}. */
    static Cache ofUser(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = configured.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return new Cache(base.resolve("punctual"));
    }

    /** Fills an empty directory. */
    @FunctionalInterface
    interface Builder {
        void build(Path empty) throws IOException;
    }

    /** The entry of this name, built first when it is missing. */
    Path entry(String name, Builder builder) throws IOException {
        Path entry = directory.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        Files.createDirectories(directory);
        Path building = Files.createTempDirectory(directory, name + "-building-");
        try {
            builder.build(building);
            try {
                Files.move(building, entry);
            } catch (IOException e) {
                // another process was faster: its entry is as good as ours
                if (!Files.isDirectory(entry)) {
                    throw e;
                }
            }
            return entry;
        } finally {
            delete(building);
        }
    }

    /** Deletes a directory with all that is in it, if it exists. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
