package dev.punctual.workerapp.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Punctual in a process of its own, which can be killed; closing it leaves none of its processes behind. */
final class PunctualProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    private final Path directory;
    private final List<String> arguments;
    private final int port;
    private final List<ProcessHandle> family = new ArrayList<>();
    private @Nullable Process process;

    private PunctualProcess(Path directory, List<String> arguments) {
        this.directory = directory;
        this.port = freePort();
        this.arguments = new ArrayList<>(arguments);
        this.arguments.add("--server.port=" + port);
    }

    /** One that brings its own PostgreSQL and Temporal, not yet started. */
    static PunctualProcess embedded(Path directory, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--punctual.home=" + directory.resolve("home")));
        arguments.addAll(Arrays.asList(more));
        return new PunctualProcess(directory, arguments);
    }

    /** One that uses given servers, not yet started. */
    static PunctualProcess connected(Path directory, Servers servers, String... more) {
        List<String> arguments = new ArrayList<>(servers.arguments());
        arguments.add("--punctual.http.allowed-addresses=127.0.0.0/8");
        arguments.addAll(Arrays.asList(more));
        return new PunctualProcess(directory, arguments);
    }

    /** Starts it without waiting for anything. */
    PunctualProcess launch() {
        return launch(StartArchive.get().command());
    }

    /** Starts it by this command, to which its arguments are added. */
    PunctualProcess launch(List<String> java) {
        List<String> command = new ArrayList<>(java);
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Starts it and waits until it is ready. */
    PunctualProcess start() {
        launch();
        awaitReady();
        return this;
    }

    void awaitReady() {
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process().isAlive()) {
                throw new IllegalStateException("Punctual ended while it started: " + output());
            }
            return readiness() == 200;
        });
    }

    /** The status of its readiness; 0 while nothing answers. */
    int readiness() {
        try {
            return client().get("/actuator/health/readiness").status();
        } catch (UncheckedIOException notYet) {
            return 0;
        }
    }

    long pid() {
        return process().pid();
    }

    Client client() {
        return new Client(url());
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Kills this process and all that it started, without any warning. */
    void kill9() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process().toHandle()));
        process().descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        family.addAll(all);
        waitForEnd();
    }

    /** Kills one of its servers without any warning: the child whose command line holds the word. */
    void kill9(String word) {
        ProcessHandle server = process()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no child with " + word + " in its command line"));
        server.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !server.isAlive());
    }

    /** Asks it to stop and waits until it has. */
    void terminate() {
        process().descendants().forEach(family::add);
        process().destroy();
        waitForEnd();
    }

    /** Its exit code, once it has ended by itself. */
    int awaitExit() {
        waitForEnd();
        return process().exitValue();
    }

    /** Everything it has said. */
    String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolve("punctual.log");
    }

    private Process process() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("this Punctual was not started");
        }
        return started;
    }

    private void waitForEnd() {
        try {
            if (!process().waitFor(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Punctual does not end: " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Process started = process;
        if (started != null && started.isAlive()) {
            kill9();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
