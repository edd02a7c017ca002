package dev.punctual.bench.probe;

import dev.punctual.bench.measure.Controls;
import dev.punctual.bench.measure.CsvFile;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the probes saw: the worst of each second, and the distribution of each kind. Safe for many threads. */
public final class ProbeLog implements Controls {

    /** What is watched. */
    public enum Kind {
        /** How much longer than asked a sleep of 1 ms took. */
        SLEEP,
        /** How long it took to bring 8 KB safely to the disk. */
        FDATASYNC,
        /** Processor time of one second that other guests of the hardware took, per processor. */
        STEAL,
        /** How long a collection of garbage stopped the load generator. */
        GC
    }

    private final TreeMap<Long, EnumMap<Kind, Long>> worst = new TreeMap<>();
    private final EnumMap<Kind, Latencies> all = new EnumMap<>(Kind.class);

    /**
     * Notes what a probe saw. It counts for every second that it touches, since it held up all of them.
     *
     * @param beginMicros when it began
     * @param micros how long it took
     */
    public synchronized void note(Kind kind, long beginMicros, long micros) {
        all.computeIfAbsent(kind, k -> new Latencies()).add(micros);
        for (long second = Micros.second(beginMicros); second <= Micros.second(beginMicros + micros); second++) {
            worst.computeIfAbsent(second, s -> new EnumMap<>(Kind.class)).merge(kind, micros, Math::max);
        }
    }

    @Override
    public synchronized double worstMillis(long second) {
        Map<Kind, Long> seen = worst.get(second);
        return seen == null
                ? 0
                : (double) seen.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)
                        / Micros.MILLI;
    }

    /** The distribution of one kind; empty when it was not measured. */
    public synchronized Latencies of(Kind kind) {
        return all.getOrDefault(kind, new Latencies());
    }

    /** Writes one line for each second: the worst of each kind in milliseconds, empty where nothing was seen. */
    public synchronized void write(Path file) {
        CsvFile.write(
                file,
                "second,sleep_overshoot_ms,fdatasync_ms,steal_ms,gc_pause_ms",
                worst.entrySet().stream().map(ProbeLog::row));
    }

    private static String row(Map.Entry<Long, EnumMap<Kind, Long>> second) {
        StringBuilder row = new StringBuilder(
                Micros.toInstant(second.getKey() * Micros.SECOND).toString());
        for (Kind kind : Kind.values()) {
            Long micros = second.getValue().get(kind);
            row.append(',').append(micros == null ? "" : String.format(Locale.ROOT, "%.3f", micros / 1_000.0));
        }
        return row.toString();
    }
}
