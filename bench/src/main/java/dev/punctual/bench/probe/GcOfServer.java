package dev.punctual.bench.probe;

import java.util.Optional;

/**
 * Pauses for garbage collection in a process that shows Micrometer's metrics.
 *
 * @param count how many since its start
 * @param seconds their sum
 * @param maxSeconds the longest of the last minutes
 */
public record GcOfServer(long count, double seconds, double maxSeconds) {
    private static final String NAME = "jvm_gc_pause_seconds";

    /** Reads the answer of {@code /actuator/prometheus}; empty when it holds no such metric. */
    public static Optional<GcOfServer> parse(String metrics) {
        if (Metric.values(metrics, NAME + "_count").findAny().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GcOfServer(
                Math.round(Metric.values(metrics, NAME + "_count").sum()),
                Metric.values(metrics, NAME + "_sum").sum(),
                Metric.values(metrics, NAME + "_max").max().orElse(0)));
    }

    /** What was added since an earlier look; the longest stays as it is. */
    public GcOfServer since(GcOfServer before) {
        return new GcOfServer(count - before.count, seconds - before.seconds, maxSeconds);
    }
}
