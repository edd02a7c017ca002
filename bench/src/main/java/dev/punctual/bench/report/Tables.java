package dev.punctual.bench.report;

import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Second;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.ProbeLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables that every report has. */
public final class Tables {
    private static final int WORST_SECONDS = 10;

    private Tables() {}

    /** One row for each distribution, in milliseconds. */
    public static Table latencies(String title, Map<String, Latencies> distributions, String note) {
        List<List<String>> rows = new ArrayList<>();
        distributions.forEach((name, latencies) -> {
            List<String> row = new ArrayList<>(List.of(name, Long.toString(latencies.count())));
            row.addAll(latencies.figures());
            rows.add(row);
        });
        return new Table(title + " (ms)", List.of("", "n", "p50", "p90", "p99", "p99.9", "max"), rows, false, note);
    }

    /** What the control probes saw. */
    public static Table probes(ProbeLog log) {
        List<List<String>> rows = new ArrayList<>();
        for (ProbeLog.Kind kind : ProbeLog.Kind.values()) {
            Latencies latencies = log.of(kind);
            String name = switch (kind) {
                case SLEEP -> "overshoot of a 1 ms sleep";
                case FDATASYNC -> "fdatasync of 8 KB";
                case STEAL -> "steal per second and processor";
                case GC -> "garbage collection of the load generator";
            };
            List<String> row = new ArrayList<>(List.of(name, Long.toString(latencies.count())));
            row.addAll(latencies.figures());
            rows.add(row);
        }
        return new Table(
                "Control probes (ms)",
                List.of("", "n", "p50", "p90", "p99", "p99.9", "max"),
                rows,
                false,
                "What the machine itself did to anything that ran on it, measured in the same run.");
    }

    /** Every second, or, for a screen, the worst. */
    public static Table seconds(Summary summary, boolean worstOnly) {
        List<Second> seconds = summary.seconds();
        if (worstOnly && seconds.size() > WORST_SECONDS) {
            seconds = seconds.stream()
                    .sorted(Comparator.comparingLong(Second::max).reversed())
                    .limit(WORST_SECONDS)
                    .sorted(Comparator.comparingLong(Second::second))
                    .toList();
        }
        long first =
                summary.seconds().isEmpty() ? 0 : summary.seconds().getFirst().second();
        List<List<String>> rows = seconds.stream()
                .map(second -> List.of(
                        Long.toString(second.second() - first),
                        Long.toString(second.n()),
                        Long.toString(second.lost()),
                        Micros.millis(second.p50()),
                        Micros.millis(second.p99()),
                        Micros.millis(second.max()),
                        String.format(Locale.ROOT, "%.2f", second.controlMillis()),
                        second.isClean() ? "" : "not clean"))
                .toList();
        return new Table(
                worstOnly ? "The worst seconds (ms)" : "Every second (ms)",
                List.of("second", "n", "lost", "p50", "p99", "max", "control", ""),
                rows,
                !worstOnly,
                "%d of %d seconds are clean: no control probe exceeded 100 ms in them."
                        .formatted(summary.cleanSeconds(), summary.seconds().size()));
    }
}
