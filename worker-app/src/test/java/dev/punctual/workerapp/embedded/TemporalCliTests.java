package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalCliTests {

    @TempDir
    Path directory;

    private final AtomicInteger installations = new AtomicInteger();
    private Path onPath;
    private Path named;
    private Cache cache;

    @BeforeEach
    void preparePrograms() throws IOException {
        directory = directory.toRealPath();
        onPath = program(directory.resolve("bin/temporal"), "temporal version 9.9.9");
        named = program(directory.resolve("elsewhere/my-temporal"), "temporal version 9.9.9");
        cache = new Cache(directory.resolve("cache"));
    }

    @Test
    void prefersTheOneThatIsNamed() {
        assertThat(find(Map.of("TEMPORAL_CLI", named.toString(), "PATH", path())))
                .isEqualTo(named);
    }

    @Test
    void takesTheOneOnThePathNext() {
        assertThat(find(Map.of("PATH", path()))).isEqualTo(onPath);
        assertThat(installations).hasValue(0);
    }

    @Test
    void installsOneOnceWhenThereIsNone() {
        Path cached = cache.directory().resolve("temporal-" + TemporalCli.VERSION + "/temporal");

        assertThat(find(Map.of("PATH", ""))).isEqualTo(cached);
        assertThat(find(Map.of("PATH", ""))).isEqualTo(cached);
        assertThat(installations).hasValue(1);
    }

    @Test
    void passesOverAProgramOnThePathThatOnlyHasTheName() throws IOException {
        program(onPath, "weather of the day");

        assertThat(find(Map.of("PATH", path()))).startsWith(cache.directory());
    }

    @Test
    void doesNotGuessWhenTheNamedOneIsMissing() {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> find(Map.of("TEMPORAL_CLI", "/nowhere/temporal", "PATH", path())))
                .withMessageContainingAll("TEMPORAL_CLI=/nowhere/temporal", "remove it");
    }

    @Test
    void saysHowToGetOneWhenItCannotBeInstalled() throws IOException {
        TemporalCli cli = new TemporalCli(Map.of(), cache, empty -> {
            throw new IOException("no network");
        });

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(cli::find)
                .withMessageContainingAll("no network", "TEMPORAL_CLI", "spring.temporal.connection.target");
        try (var left = Files.list(cache.directory())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesTheEntryOfAProcessThatWasFaster() throws IOException {
        TemporalCli cli = new TemporalCli(Map.of(), cache, directoryOfTheSlower -> {
            find(Map.of());
            program(directoryOfTheSlower.resolve("temporal"), "slower");
        });

        assertThat(Files.readString(cli.find())).contains("installed");
    }

    private Path find(Map<String, String> environment) {
        return new TemporalCli(environment, cache, empty -> {
                    installations.incrementAndGet();
                    program(empty.resolve("temporal"), "installed");
                })
                .find();
    }

    private String path() {
        return "/nowhere:" + onPath.getParent();
    }

    private static Path program(Path path, String answer) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\necho '" + answer + "'\n");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
