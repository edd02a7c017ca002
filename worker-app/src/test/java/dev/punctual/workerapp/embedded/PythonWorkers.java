package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes Temporal's Python SDK available to tests, in the same cache and by the same means as the programs of embedded mode. */
public final class PythonWorkers {
    private static final String PACKAGE = "temporalio";
    private static final String VERSION = "1.35.0";

    private PythonWorkers() {}

    /** The folder to put on Python's path; empty, with the reason on standard error, when it cannot be had. */
    public static Optional<Path> packages() {
        try {
            return Optional.of(Cache.ofUser(System.getenv())
                    .entry("%s-%s".formatted(PACKAGE, VERSION), PythonWorkers::install)
                    .resolve("packages"));
        } catch (IOException e) {
            System.err.println("Tests with a Python worker are skipped: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void install(Path directory) throws IOException {
        Path venv = directory.resolve("venv");
        run(Duration.ofMinutes(2), "python3", "-m", "venv", venv.toString());
        run(
                Duration.ofMinutes(10),
                venv.resolve("bin/python").toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--target",
                directory.resolve("packages").toString(),
                PACKAGE + "==" + VERSION);
        Cache.delete(venv);
    }

    private static void run(Duration limit, String... command) throws IOException {
        ChildProcesses.run(List.of(command), environment -> {}, limit);
    }

    /**
     * Starts a script that is a worker.
     *
     * @param packages the folder of the SDK
     * @param script whose arguments are the server's address and those given
     * @param log gets what it says
     */
    public static Process start(Path packages, Path script, Path log, String target, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", script.toString(), target));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(Files.createDirectories(log.getParent())
                        .resolve(log.getFileName())
                        .toFile()));
        builder.environment().putAll(Map.of("PYTHONPATH", packages.toString(), "PYTHONUNBUFFERED", "1"));
        return builder.start();
    }
}
