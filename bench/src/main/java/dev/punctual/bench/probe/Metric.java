package dev.punctual.bench.probe;

import java.util.stream.DoubleStream;

/** Figures among the metrics that a process shows in Prometheus' text format. */
public final class Metric {
    private Metric() {}

    /**
     * The values of one metric, one for each set of labels; none when the process does not show it.
     *
     * @param metrics the answer of {@code /actuator/prometheus}
     * @param name such as {@code punctual_engine_behind}
     */
    public static DoubleStream values(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
