package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What another process may have of something; changed by prlimit of util-linux. One that has ended meanwhile is left alone. */
final class ProcessLimit {
    private final long pid;
    private final Resource resource;
    private final String original;

    private ProcessLimit(long pid, Resource resource, String original) {
        this.pid = pid;
        this.resource = resource;
        this.original = original;
    }

    /** What can be limited. */
    enum Resource {
        /** Open files and connections. */
        FILES("nofile"),
        /** Up to where a file may be written, in bytes. PostgreSQL takes it as it takes a full disk. */
        FILE_SIZE("fsize"),
        /** The addresses in use, in bytes: no more memory is given, and no stack for a thread. */
        MEMORY("as");

        private final String option;

        Resource(String option) {
            this.option = option;
        }
    }

    /** The limit as it is. */
    static ProcessLimit of(long pid, Resource resource) {
        return new ProcessLimit(pid, resource, prlimit(pid, "--" + resource.option, "--output=SOFT", "--noheadings"));
    }

    /** Sets it to what the process has now; of the size of files, to nothing. */
    void allowNoMore() {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            switch (resource) {
                case FILES -> {
                    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
                        set(Long.toString(open.count()));
                    }
                }
                case FILE_SIZE -> set("0");
                case MEMORY -> set(Long.toString(kibibytes(process.resolve("status"), "VmSize:") * 1024));
            }
        } catch (IOException e) {
            throw new BenchException("What process %d has cannot be seen (%s)".formatted(pid, e), e);
        }
    }

    private static long kibibytes(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new BenchException("%s has no %s".formatted(status, name)));
    }

    /** Sets it to what it was. */
    void restore() {
        set(original);
    }

    private void set(String soft) {
        var _ = prlimit(pid, "--" + resource.option + "=" + soft + ":");
    }

    private static String prlimit(long pid, String... arguments) {
        List<String> command = new ArrayList<>(List.of("prlimit", "--pid=" + pid));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0 && ProcessHandle.of(pid).isPresent()) {
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
