package dev.punctual.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The latencies of a run: of all of it, and of its clean seconds. No second is ever deleted.
 *
 * @param all every sample
 * @param clean those due in a second in which no control probe exceeded {@link Controls#LIMIT_MILLIS}
 * @param seconds one row for each second in which something was due
 */
public record Summary(Latencies all, Latencies clean, List<Second> seconds) {

    public static Summary of(List<Sample> samples, Controls controls) {
        SortedMap<Long, List<Sample>> bySecond = new TreeMap<>();
        for (Sample sample : samples) {
            bySecond.computeIfAbsent(Micros.second(sample.dueMicros()), second -> new ArrayList<>())
                    .add(sample);
        }
        Latencies clean = new Latencies();
        List<Second> seconds = new ArrayList<>();
        bySecond.forEach((second, due) -> {
            Second row = row(second, due, controls);
            seconds.add(row);
            if (row.isClean()) {
                due.forEach(sample -> clean.add(sample.lateness()));
            }
        });
        return new Summary(Latencies.of(samples), clean, List.copyOf(seconds));
    }

    private static Second row(long second, List<Sample> due, Controls controls) {
        // sorted, not a histogram for each second of a long run
        long[] sorted = due.stream().mapToLong(Sample::lateness).sorted().toArray();
        long lost = due.stream().filter(Sample::isLost).count();
        return new Second(
                second,
                sorted.length,
                lost,
                rank(sorted, 0.50),
                rank(sorted, 0.99),
                sorted[sorted.length - 1],
                controls.worstMillis(second));
    }

    private static long rank(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    public long cleanSeconds() {
        return seconds.stream().filter(Second::isClean).count();
    }

    /** For programs to read. */
    public Map<String, Object> data() {
        return Json.object(
                "all", all.data(),
                "clean", clean.data(),
                "secondsInAll", seconds.size(),
                "cleanSeconds", cleanSeconds(),
                "perSecond", seconds.stream().map(Second::data).toList());
    }
}
