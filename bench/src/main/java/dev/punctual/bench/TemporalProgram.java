package dev.punctual.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the program of the Temporal CLI is: the places that Punctual's embedded mode looks at, but nothing is installed. */
final class TemporalProgram {
    private static final String NAME = "temporal";

    private TemporalProgram() {}

    /**
     * The first of: what {@code TEMPORAL_CLI} names, what is on the path, what Punctual has put into the user's cache.
     *
     * @throws BenchException when there is none
     */
    static Path find(Map<String, String> environment) {
        List<Path> places = new ArrayList<>();
        String named = environment.getOrDefault("TEMPORAL_CLI", "");
        if (!named.isBlank()) {
            places.add(Path.of(named));
        }
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isBlank()) {
                places.add(Path.of(directory, NAME));
            }
        }
        places.addAll(cached(environment));
        return places.stream()
                .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .orElseThrow(
                        () -> new BenchException(
                                "The Temporal CLI was not found. Run ./punctual up once, which installs it, or name it in TEMPORAL_CLI."));
    }

    private static List<Path> cached(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path cache = configured.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(cache.resolve("punctual"), NAME + "-*")) {
            entries.forEach(entry -> found.add(entry.resolve(NAME)));
        } catch (IOException noSuchCache) {
            return List.of();
        }
        return found;
    }
}
