package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts child processes, reads the end of what they said, and waits for their end. */
final class ChildProcesses {

    private static final long LOG_SIZE_TO_ROTATE = 20L << 20;
    private static final int TAIL_BYTES = 2_000;
    private static final int POLL_MILLIS = 10;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private ChildProcesses() {}

    /** Starts a server whose output is appended to a log file. */
    static Process startServer(List<String> command, Consumer<Map<String, String>> environment, Path log)
            throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_SIZE_TO_ROTATE) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> full = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // a session of its own: Ctrl-C in a terminal must reach Punctual only, which stops its children last
            full.add(SETSID.toString());
        }
        full.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(full)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        environment.accept(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed
     * @throws IOException when it cannot be started, fails, or takes longer than the limit
     */
    static String run(List<String> command, Consumer<Map<String, String>> environment, Duration limit)
            throws IOException {
        Path output = Files.createTempFile("punctual-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            environment.accept(builder.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(limit)) {
                    throw new IOException(
                            "%s did not end within %d s".formatted(command.getFirst(), limit.toSeconds()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(command.getFirst() + " was interrupted", e);
            } finally {
                // without effect on a process that has ended
                process.destroyForcibly();
            }
            String printed = Files.readString(output).strip();
            if (process.exitValue() != 0) {
                throw new IOException("%s ended with exit code %d: %s"
                        .formatted(String.join(" ", command), process.exitValue(), printed));
            }
            return printed;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Kills a child of this process and waits until Java knows that it is dead. Before that, {@link Process#isAlive}
     * still says yes, although the operating system has ended it.
     */
    static void kill(Process child, Duration limit) {
        child.destroyForcibly();
        try {
            if (!child.waitFor(limit)) {
                throw new IllegalStateException(
                        "Process %d did not end within %d s of its kill".formatted(child.pid(), limit.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until a process that may be nobody's child any more has ended, at most for the limit, and says whether it
     * has.
     */
    static boolean hasEnded(ProcessHandle process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive() && !isZombie(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !process.isAlive();
            }
        }
        return true;
    }

    /** In a container whose first process reaps no orphans, a killed process stays listed for ever. */
    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException noSuchProcessOrSystem) {
            return false;
        }
    }

    /** The last lines of a log file, for an error message. */
    static String tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }
}
