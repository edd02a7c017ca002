package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How many files and connections another process may have open; changed by prlimit of util-linux. */
final class FileLimit {
    private final long pid;
    private final String original;

    private FileLimit(long pid, String original) {
        this.pid = pid;
        this.original = original;
    }

    /** The limit as it is. */
    static FileLimit of(long pid) {
        return new FileLimit(pid, prlimit(pid, "--nofile", "--output=SOFT", "--noheadings"));
    }

    /** Sets it to what the process has open. */
    void allowNoMore() {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            set(Long.toString(open.count()));
        } catch (IOException e) {
            throw new BenchException("What process %d has open cannot be counted (%s)".formatted(pid, e), e);
        }
    }

    /** Sets it to what it was. */
    void restore() {
        if (ProcessHandle.of(pid).isPresent()) {
            set(original);
        }
    }

    private void set(String soft) {
        var _ = prlimit(pid, "--nofile=" + soft + ":");
    }

    private static String prlimit(long pid, String... arguments) {
        List<String> command = new ArrayList<>(List.of("prlimit", "--pid=" + pid));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new BenchException("%s said: %s".formatted(command, output));
            }
            return output;
        } catch (IOException e) {
            throw new BenchException("prlimit (util-linux) cannot be run (%s)".formatted(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while a limit was set.", e);
        }
    }
}
