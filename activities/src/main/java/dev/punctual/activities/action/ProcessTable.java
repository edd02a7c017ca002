package dev.punctual.activities.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Linux says of processes in {@code /proc}. A process may end while it is looked at, so what is not there any more is no
 * error: it is left out. Where there is no {@code /proc}, there are no processes to see.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code /proc/<pid>/stat} after the name, as proc(5) counts them, less 3. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int WAITED_USER_TICKS = 13;
    private static final int WAITED_SYSTEM_TICKS = 14;
    private static final int START = 19;

    private ProcessTable() {}

    /**
     * A process.
     *
     * @param state one letter, as proc(5) has it
     * @param ticks its processor time, and that of the children it has waited for, in hundredths of a second
     * @param start when it began, in ticks since the machine did; with the id it names a process for ever
     */
    record Entry(long pid, char state, long parent, long group, long session, long ticks, long start) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }
    }

    /**
     * What a process has in memory.
     *
     * @param peak the most it ever had, in bytes
     * @param now what it has, in bytes
     */
    record Memory(long peak, long now) {
        static final Memory NONE = new Memory(0, 0);
    }

    /**
     * What a process, and the children that it has waited for, have had read from and written to disks.
     *
     * @param read in bytes; what was in memory already is not read
     * @param written in bytes, also of what was deleted before it reached the disk
     */
    record Disk(long read, long written) {
        static final Disk NONE = new Disk(0, 0);

        Disk plus(Disk other) {
            return new Disk(read + other.read, written + other.written);
        }

        Disk most(Disk other) {
            return new Disk(Math.max(read, other.read), Math.max(written, other.written));
        }

        /** From the lines of {@code /proc/<pid>/io}; empty where the kernel does not count, or does not tell. */
        static Optional<Disk> of(List<String> lines) {
            Long read = null;
            Long written = null;
            for (String line : lines) {
                if (line.startsWith("read_bytes: ")) {
                    read = digits(line);
                } else if (line.startsWith("write_bytes: ")) {
                    written = digits(line);
                }
            }
            return read == null || written == null ? Optional.empty() : Optional.of(new Disk(read, written));
        }
    }

    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Every process of the machine. */
    static List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                of(Long.parseLong(directory.getFileName().toString())).ifPresent(entries::add);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // without /proc there is nothing to see
            return entries;
        }
        return entries;
    }

    static Optional<Entry> of(long pid) {
        String stat = read(pid, "stat");
        // the name may hold anything, also spaces and parentheses
        int name = stat.lastIndexOf(')');
        String[] fields = name < 0 ? new String[0] : stat.substring(name + 2).split(" ", -1);
        if (fields.length <= START) {
            return Optional.empty();
        }
        long ticks = Long.parseLong(fields[USER_TICKS])
                + Long.parseLong(fields[SYSTEM_TICKS])
                + Long.parseLong(fields[WAITED_USER_TICKS])
                + Long.parseLong(fields[WAITED_SYSTEM_TICKS]);
        return Optional.of(new Entry(
                pid,
                fields[STATE].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                ticks,
                Long.parseLong(fields[START])));
    }

    /** The children that a process has, oldest first as far as one thread made them. */
    static List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                Arrays.stream(read(thread.resolve("children")).split(" ", -1))
                        .map(String::strip)
                        .filter(child -> !child.isEmpty())
                        .map(Long::valueOf)
                        .forEach(children::add);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // it has ended
            return children;
        }
        return children;
    }

    static Memory memory(long pid) {
        long peak = 0;
        long now = 0;
        for (String line : read(pid, "status").split("\n", -1)) {
            if (line.startsWith("VmHWM:")) {
                peak = bytes(line);
            } else if (line.startsWith("VmRSS:")) {
                now = bytes(line);
            }
        }
        return new Memory(peak, now);
    }

    /** Empty when it has ended, belongs to another user, or the kernel does not count. */
    static Optional<Disk> disk(long pid) {
        return Disk.of(read(pid, "io").lines().toList());
    }

    /** Whether the environment that a process began with holds this variable with this value. */
    static boolean began(long pid, String variable) {
        return ("\0" + read(pid, "environ")).contains("\0" + variable + "\0");
    }

    /** Such as {@code VmRSS:      1234 kB}. */
    private static long bytes(String line) {
        return digits(line) * 1024;
    }

    private static long digits(String line) {
        String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static String read(long pid, String file) {
        return read(PROC.resolve(pid + "/" + file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // it has ended, or belongs to another user
            return "";
        }
    }
}
