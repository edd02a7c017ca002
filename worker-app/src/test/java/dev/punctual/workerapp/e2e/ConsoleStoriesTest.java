package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the console's stories, which are written in TypeScript, in a browser against a Punctual of their own. */
@Isolated("two browsers take all of the machine")
class ConsoleStoriesTest {
    private static final String KEY = "0123456789abcdef";
    private static final int NO_BROWSER = 77;
    private static final long LONGEST_MINUTES = 10;
    private static final Path CONSOLE = Path.of("..", "console");

    @TempDir
    private Path directory;

    @Test
    void theConsoleDoesAsItsStoriesSay() throws Exception {
        assumeTrue(
                Files.isDirectory(CONSOLE.resolve("node_modules"))
                        && getClass().getResource("/console/index.html") != null,
                "THE CONSOLE'S STORIES ARE NOT RUN: it was not built (-DskipConsole)");
        try (PunctualProcess punctual = PunctualProcess.embedded(
                        directory.resolve("open"), "--punctual.actions.command.allow=/bin/sh");
                PunctualProcess keyed = PunctualProcess.embedded(
                        directory.resolve("keyed"), "--punctual.roles=api", "--punctual.security.api-key=" + KEY)) {
            punctual.launch();
            keyed.launch();
            punctual.awaitReady();
            keyed.awaitReady();
            Path log = CONSOLE.resolve("target").resolve("stories.log");
            int code = run(
                    Map.of(
                            "PUNCTUAL_URL", punctual.url(),
                            "PUNCTUAL_KEYED_URL", keyed.url(),
                            "PUNCTUAL_KEY", KEY),
                    log);
            assumeTrue(code != NO_BROWSER, () -> read(log));
            assertThat(code).as(() -> read(log)).isZero();
        }
    }

    private static int run(Map<String, String> servers, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("node", "e2e/run.mjs")
                .directory(CONSOLE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(servers);
        Process stories = builder.start();
        try {
            assertThat(stories.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                    .as("the stories end within %d minutes; what they said is in %s", LONGEST_MINUTES, log)
                    .isTrue();
            return stories.exitValue();
        } finally {
            stories.descendants().forEach(ProcessHandle::destroyForcibly);
            stories.destroyForcibly();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }
}
