package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in the place of Java. */
class PunctualProcessTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private PunctualProcess start(String script) throws IOException {
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path jar = Files.writeString(directory.resolve("application.jar"), "");
        return PunctualProcess.start(
                Map.of(
                        "PUNCTUAL_JAVA", java.toString(),
                        "PUNCTUAL_JAR", jar.toString(),
                        "PUNCTUAL_JAVA_OPTIONS", "-Xmx1g -Dx=y"),
                directory,
                List.of("--a=b"));
    }

    @Test
    void startsWithAllArgumentsAndLeavesNoProcessBehind() throws IOException {
        Path children = directory.resolve("children");
        PunctualProcess process = start("echo \"$@\"\nsleep 600 &\necho $! > " + children + "\nwait\n");
        Awaitility.await().until(() -> Files.exists(children) && Files.size(children) > 0);
        process.check();
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(Files.readString(children).strip()))
                .orElseThrow();
        assertThat(child.isAlive()).isTrue();
        process.close();
        assertThat(ProcessHandle.of(process.pid())).isEmpty();
        // in a container nobody may ask for its end, so a dead one can stay listed
        Awaitility.await()
                .until(() -> !child.isAlive() || child.info().command().isEmpty());
        Path home = directory.resolve("home");
        assertThat(Files.readString(directory.resolve("punctual.log")))
                .contains("-Xmx1g -Dx=y -jar " + home.resolve("punctual.jar"))
                .contains("--punctual.home=" + home + " --server.port="
                        + process.address().getPort() + " --a=b");
        PunctualProcess.deleteHome(directory);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).doesNotContain(home);
        }
    }

    @Test
    void tellsWhatAProcessSaidThatEndedByItself() throws IOException {
        try (PunctualProcess process = start("echo no room\nexit 3\n")) {
            Awaitility.await().until(() -> ProcessHandle.of(process.pid()).isEmpty());
            assertThatExceptionOfType(BenchException.class)
                    .isThrownBy(process::check)
                    .withMessageContainingAll("exit code 3", "no room");
        }
    }

    @Test
    void saysHowToRunWhenTheLauncherWasNotUsed() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> PunctualProcess.start(Map.of(), directory, List.of()))
                .withMessageContainingAll("PUNCTUAL_JAVA", "./punctual bench", "--url");
    }
}
