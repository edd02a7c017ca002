package dev.punctual.bench.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Processor time that a process and all its descendants have used, those that ended included.
 *
 * @param micros by part of the system, in microseconds
 */
public record ProcessTimes(Map<Part, Long> micros) {

    /** Linux tells processor times in hundredths of a second, whatever its own tick is. */
    static final long TICK_MICROS = 10_000;

    private static final Path PROC = Path.of("/proc");

    /** Whose process it is. */
    public enum Part {
        PUNCTUAL,
        POSTGRESQL,
        TEMPORAL,
        OTHER
    }

    private record Stat(long pid, String name, long parent, long ticks) {}

    /** The process with this id and its descendants; empty where the system does not tell, or without the process. */
    public static Optional<ProcessTimes> ofTree(long root) {
        return ofTree(PROC, root);
    }

    static Optional<ProcessTimes> ofTree(Path proc, long root) {
        Map<Long, Stat> all = readAll(proc);
        if (!all.containsKey(root)) {
            return Optional.empty();
        }
        Map<Part, Long> sums = new TreeMap<>();
        for (Stat stat : all.values()) {
            if (descends(stat, root, all)) {
                sums.merge(part(stat, root), stat.ticks() * TICK_MICROS, Long::sum);
            }
        }
        return Optional.of(new ProcessTimes(sums));
    }

    /** Processor time of one process alone, or -1 where the system does not tell. */
    public static long ofProcess(long pid) {
        Stat stat = read(PROC.resolve(Long.toString(pid)).resolve("stat"));
        return stat == null ? -1 : stat.ticks() * TICK_MICROS;
    }

    /** What was used since an earlier look. */
    public ProcessTimes since(ProcessTimes before) {
        Map<Part, Long> difference = new TreeMap<>();
        micros.forEach((part, now) -> difference.put(part, now - before.micros.getOrDefault(part, 0L)));
        return new ProcessTimes(difference);
    }

    public long totalMicros() {
        return micros.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean descends(Stat stat, long root, Map<Long, Stat> all) {
        Stat at = stat;
        while (at != null && at.pid() != root) {
            at = at.parent() == at.pid() ? null : all.get(at.parent());
        }
        return at != null;
    }

    private static Part part(Stat stat, long root) {
        if (stat.pid() == root) {
            return Part.PUNCTUAL;
        }
        return stat.name().startsWith("postgres")
                ? Part.POSTGRESQL
                : stat.name().startsWith("temporal") ? Part.TEMPORAL : Part.OTHER;
    }

    private static Map<Long, Stat> readAll(Path proc) {
        Map<Long, Stat> all = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                Stat stat = read(process.resolve("stat"));
                if (stat != null) {
                    all.put(stat.pid(), stat);
                }
            }
        } catch (IOException noSuchSystem) {
            return Map.of();
        }
        return all;
    }

    private static @Nullable Stat read(Path file) {
        try {
            String text = Files.readString(file);
            // the name stands in parentheses and may itself hold spaces and parentheses
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            String[] rest = text.substring(close + 1).strip().split(" +", -1);
            // utime, stime, and the same of children that ended and were waited for
            long ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(rest[field]);
            }
            return new Stat(
                    Long.parseLong(text.substring(0, open).strip()),
                    text.substring(open + 1, close),
                    Long.parseLong(rest[1]),
                    ticks);
        } catch (IOException endedMeanwhile) {
            return null;
        }
    }
}
