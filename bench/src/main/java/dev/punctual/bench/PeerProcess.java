package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of the peers module: told what to do by lines on its standard input, it answers each on its standard output, and
 * ends when the input does, also when the bench is killed.
 */
final class PeerProcess implements AutoCloseable {
    private static final String ANSWER = "answer: ";
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final String name;
    private final Path log;
    private final BufferedWriter input;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private PeerProcess(Process process, String name, Path log) {
        this.process = process;
        this.name = name;
        this.log = log;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("answers-of-" + name).start(this::listen);
    }

    /**
     * Starts one.
     *
     * @param environment names the Java program ({@code PUNCTUAL_JAVA}), its options ({@code PUNCTUAL_JAVA_OPTIONS}) and the
     *     class path of the peers ({@code PUNCTUAL_PEERS}); the launcher sets them
     * @param mainClass of the peers module
     * @param log gets what it says on standard error, after what is there
     */
    static PeerProcess start(
            Map<String, String> environment, String mainClass, String name, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PunctualProgram.required(environment, "PUNCTUAL_JAVA")));
        Arrays.stream(environment.getOrDefault("PUNCTUAL_JAVA_OPTIONS", "").split(" +", -1))
                .filter(word -> !word.isEmpty())
                .forEach(command::add);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", PunctualProgram.required(environment, "PUNCTUAL_PEERS"), mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new PeerProcess(builder.start(), name, log);
        } catch (IOException e) {
            throw new BenchException("%s cannot be started (%s): %s".formatted(name, e, command), e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines()
                    .filter(line -> line.startsWith(ANSWER))
                    .map(line -> line.substring(ANSWER.length()))
                    .forEach(answers::add);
        } catch (IOException ended) {
            // who waits for an answer sees that the process is gone
        }
    }

    /** Tells it something. */
    void tell(String line) {
        try {
            input.append(line).append('\n').flush();
        } catch (IOException e) {
            throw new BenchException("%s takes no orders any more (%s). See %s.".formatted(name, e, log), e);
        }
    }

    /**
     * Waits for its next answer.
     *
     * @param begin with which the answer must begin
     * @return the words after it
     */
    List<String> await(String begin, Duration limit) {
        long deadline = Micros.now() + limit.toNanos() / 1_000;
        try {
            while (true) {
                String answer = answers.poll(200, TimeUnit.MILLISECONDS);
                if (answer != null && answer.startsWith(begin)) {
                    return List.of(answer.substring(begin.length()).strip().split(" ", -1));
                }
                if (answer != null) {
                    throw new BenchException("%s answered '%s' instead of '%s'.".formatted(name, answer, begin));
                }
                check();
                if (Micros.now() > deadline) {
                    throw new BenchException("%s did not answer '%s' within %d s. See %s."
                            .formatted(name, begin, limit.toSeconds(), log));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The run was interrupted.", e);
        }
    }

    /** @throws BenchException when it has ended by itself */
    void check() {
        if (!process.isAlive()) {
            throw new BenchException("%s ended with exit code %d. The end of %s:%n%s"
                    .formatted(name, process.exitValue(), log, PunctualProcess.endOf(log)));
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once, with no chance to put anything in order. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException alreadyGone) {
            // then it needs no end
        }
        if (!awaitEnd()) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
