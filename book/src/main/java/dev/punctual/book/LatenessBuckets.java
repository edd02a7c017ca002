package dev.punctual.book;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Lateness in steps of a tenth: bucket b holds what is late by less than e^((b + 1) / 10) microseconds and not by less than
 * e^(b / 10). Percentiles are upper bounds of buckets.
 */
public final class LatenessBuckets {
    private LatenessBuckets() {}

    /** The bucket of a lateness; all below a microsecond count as one. */
    public static int of(Duration lateness) {
        double micros = Math.max(1, lateness.toNanos() / 1_000.0);
        return (int) Math.floor(10 * Math.log(micros));
    }

    /** The nearest-rank percentile: the bound of the bucket that holds the fire of that rank; null when there is none. */
    public static @Nullable Duration percentile(SortedMap<Integer, Long> buckets, double share) {
        long started = buckets.values().stream().mapToLong(Long::longValue).sum();
        long rank = (long) Math.ceil(share * started);
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return Duration.ofNanos((long) (Math.exp((bucket.getKey() + 1) / 10.0) * 1_000));
            }
        }
        return null;
    }
}
