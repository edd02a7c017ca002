package dev.punctual.workerapp.e2e;

import dev.punctual.workerapp.PunctualApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The class path of the processes that tests start, and an archive of the classes that a first one loaded: with it the
 * others are ready in 9 seconds instead of 15, on two processors.
 */
final class StartArchive {
    private static final List<String> OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");
    private static @Nullable StartArchive made;

    private final String classPath;
    private final Path archive;

    private StartArchive(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            // without the tests' own classes, some of which are configurations of their own
            if (!entry.isEmpty() && !path.endsWith("test-classes")) {
                // Java archives classes from jars only
                entries.add(
                        Files.isDirectory(path)
                                ? jar(path, directory.resolve("classes-" + entries.size() + ".jar"))
                                : entry);
            }
        }
        this.classPath = String.join(File.pathSeparator, entries);
        this.archive = directory.resolve("classes.jsa");
    }

    /** Made by the first who asks, anew in each run of the tests; the others wait. */
    static synchronized StartArchive get() {
        StartArchive archive = made;
        if (archive == null) {
            try {
                archive = new StartArchive(Path.of("target", "start-archive").toAbsolutePath());
                archive.train();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            made = archive;
        }
        return archive;
    }

    /** What starts a Punctual; its arguments follow. */
    List<String> command() {
        // a missing or unfit archive is passed over by Java
        return command("-XX:SharedArchiveFile=" + archive);
    }

    private List<String> command(String option) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of(option, "-cp", classPath, PunctualApplication.class.getName()));
        return command;
    }

    private void train() throws IOException {
        Path directory = Files.createTempDirectory("punctual-start-");
        Path fresh = archive.resolveSibling("fresh.jsa");
        Files.deleteIfExists(archive);
        try (PunctualProcess first = PunctualProcess.embedded(directory)) {
            first.launch(command("-XX:ArchiveClassesAtExit=" + fresh));
            first.awaitReady();
            first.terminate();
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String jar(Path classes, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        int code =
                tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (code != 0) {
            throw new IllegalStateException("jar ended with " + code + " for " + classes);
        }
        return jar.toString();
    }
}
