package dev.punctual.bench;

import dev.punctual.bench.measure.CsvFile;
import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Micros;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The payload's own append-only record of every start, kept outside the database. */
final class Ledger {
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    void add(Entry entry) {
        entries.add(entry);
        size.incrementAndGet();
    }

    int size() {
        return size.get();
    }

    /** All that was added until now, in the order of addition. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many payloads began between two instants. */
    long enteredBetween(long from, long to) {
        return entries.stream()
                .filter(entry -> entry.enteredMicros() >= from && entry.enteredMicros() < to)
                .count();
    }

    /** Writes one line for each start. */
    void write(Path file) {
        CsvFile.write(
                file,
                "task,scheduled_for,attempt,entered,fire",
                entries.stream()
                        .map(entry -> "%s,%s,%d,%s,%s"
                                .formatted(
                                        entry.task(),
                                        Micros.toInstant(entry.dueMicros()),
                                        entry.attempt(),
                                        Micros.toInstant(entry.enteredMicros()),
                                        entry.fire())));
    }
}
