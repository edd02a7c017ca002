package dev.punctual.bench.report;

import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Second;
import dev.punctual.bench.measure.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The two charts that every report has. */
public final class Charts {
    private static final List<String> COLORS = List.of("#1f5fbf", "#d9730d", "#1b7f3b", "#8a3ffc");
    private static final String CONTROL = "#9aa3ad";

    private Charts() {}

    /** Latency over percentile; each step of the x axis is ten times rarer. */
    public static Chart byPercentile(String title, Map<String, Latencies> distributions) {
        List<Chart.Line> lines = new ArrayList<>();
        distributions.forEach((name, latencies) -> {
            if (latencies.count() > 0) {
                List<Chart.Point> points = latencies.curve().stream()
                        .map(p -> new Chart.Point(-Math.log10(1 - p.percent() / 100), millis(p.micros())))
                        .toList();
                lines.add(new Chart.Line(name, COLORS.get(lines.size() % COLORS.size()), false, points));
            }
        });
        List<Chart.Tick> ticks = new ArrayList<>();
        String nines = "0";
        for (int i = 0; i <= 6; i++) {
            ticks.add(new Chart.Tick(i, nines + " %"));
            nines = switch (i) {
                case 0 -> "90";
                case 1 -> "99";
                case 2 -> "99.9";
                default -> nines + "9";
            };
        }
        return new Chart(title, "percentile", ticks, lines);
    }

    /** The latency of each second with the worst that a control probe saw in it. */
    public static Chart bySecond(String title, Summary summary) {
        List<Second> seconds = summary.seconds();
        long first = seconds.isEmpty() ? 0 : seconds.getFirst().second();
        List<Chart.Line> lines = List.of(
                line("p99", COLORS.getFirst(), false, seconds, Second::p99),
                line("max", COLORS.get(1), false, seconds, Second::max),
                line(
                        "control probes, worst",
                        CONTROL,
                        true,
                        seconds,
                        s -> Math.round(s.controlMillis() * Micros.MILLI)));
        List<Chart.Tick> ticks = new ArrayList<>();
        long step = Math.max(1, (seconds.size() + 9) / 10);
        for (long second = 0; second < seconds.size(); second += step) {
            ticks.add(new Chart.Tick(second, second + " s"));
        }
        return new Chart(title, "second of the run, from " + Micros.toInstant(first * Micros.SECOND), ticks, lines);
    }

    private static Chart.Line line(
            String name, String color, boolean dashed, List<Second> seconds, ToLongFunction<Second> value) {
        long first = seconds.isEmpty() ? 0 : seconds.getFirst().second();
        List<Chart.Point> points = seconds.stream()
                .map(s -> new Chart.Point(s.second() - first, millis(value.applyAsLong(s))))
                .toList();
        return new Chart.Line(name, color, dashed, points);
    }

    private static double millis(long micros) {
        return micros == Micros.NEVER ? Double.POSITIVE_INFINITY : (double) micros / Micros.MILLI;
    }
}
