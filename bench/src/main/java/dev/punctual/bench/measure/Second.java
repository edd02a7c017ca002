package dev.punctual.bench.measure;

import java.util.Map;

/**
 * All that was due in one second.
 *
 * @param second since 1970
 * @param lost how many of them were never done
 * @param controlMillis the worst that any control probe saw in it
 */
public record Second(long second, long n, long lost, long p50, long p99, long max, double controlMillis) {

    public boolean isClean() {
        return controlMillis <= Controls.LIMIT_MILLIS;
    }

    Map<String, Object> data() {
        return Json.object(
                "second",
                second,
                "n",
                n,
                "lost",
                lost,
                "p50Millis",
                Latencies.number(p50),
                "p99Millis",
                Latencies.number(p99),
                "maxMillis",
                Latencies.number(max),
                "controlMillis",
                controlMillis,
                "clean",
                isClean());
    }
}
