package dev.punctual.bench.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A distribution of latencies in microseconds, to three digits. What was never done counts as infinite: it stands at the
 * upper end of every percentile instead of being left out. What was early counts as 0.
 */
public final class Latencies {
    private static final long HIGHEST = 24L * 3_600 * Micros.SECOND;
    private static final long INFINITE = HIGHEST * 2;
    private static final int CURVE_POINTS = 120;

    private final Histogram histogram = new Histogram(1, INFINITE, 3);

    public static Latencies of(Collection<Sample> samples) {
        Latencies latencies = new Latencies();
        samples.forEach(sample -> latencies.add(sample.lateness()));
        return latencies;
    }

    /** Adds a latency; {@link Micros#NEVER} is one. */
    public void add(long micros) {
        histogram.recordValue(micros == Micros.NEVER ? INFINITE : Math.clamp(micros, 0, HIGHEST));
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** The latency that this percentage stays within; {@link Micros#NEVER} when that many were not done at all. */
    public long percentile(double percent) {
        return finite(histogram.getValueAtPercentile(percent));
    }

    public long max() {
        return finite(count() == 0 ? 0 : histogram.getMaxValue());
    }

    private static long finite(long value) {
        return value > HIGHEST + HIGHEST / 100 ? Micros.NEVER : value;
    }

    /** One point of the curve of latency over percentile. */
    public record Point(double percent, long micros) {}

    /** The curve with its points dense towards 100 %, up to the percentile that the count can carry. */
    public List<Point> curve() {
        List<Point> points = new ArrayList<>();
        double nines = Math.max(1, Math.log10((double) count()));
        for (int i = 0; i <= CURVE_POINTS; i++) {
            double percent = 100 * (1 - Math.pow(10, -nines * i / CURVE_POINTS));
            points.add(new Point(percent, percentile(percent)));
        }
        return points;
    }

    /** What reports show of it, in their order; milliseconds, or {@code never}. */
    public List<String> figures() {
        return List.of(
                Micros.millis(percentile(50)),
                Micros.millis(percentile(90)),
                Micros.millis(percentile(99)),
                Micros.millis(percentile(99.9)),
                Micros.millis(max()));
    }

    /** The same for programs to read. */
    public Map<String, Object> data() {
        return Json.object(
                "n", count(),
                "p50Millis", number(percentile(50)),
                "p90Millis", number(percentile(90)),
                "p99Millis", number(percentile(99)),
                "p999Millis", number(percentile(99.9)),
                "maxMillis", number(max()));
    }

    /** What {@link #data()} gives, by title. */
    public static Map<String, Object> data(Map<String, Latencies> distributions) {
        Map<String, Object> data = Json.object();
        distributions.forEach((title, latencies) -> data.put(title, latencies.data()));
        return data;
    }

    /** The largest of the medians, in microseconds; 0 without any. */
    public static long slowestMedian(Collection<Latencies> distributions) {
        return distributions.stream()
                .mapToLong(latencies -> latencies.percentile(50))
                .max()
                .orElse(0);
    }

    static Object number(long micros) {
        return micros == Micros.NEVER ? "never" : (Object) ((double) micros / Micros.MILLI);
    }
}
