package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.ProbeLog;
import dev.punctual.bench.report.Charts;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Makes the report of a run of creates.
 *
 * @param calls the measured requests
 * @param begin of the window
 * @param missing tasks that were acknowledged and are not there
 */
record CreateReport(Load load, List<CreateLoad.Call> calls, long begin, long missing, Cost cost, ProbeLog probes) {
    private static final int MUST_PER_SECOND = 200;

    /**
     * What was asked for.
     *
     * @param rate tasks per second, 0 for as fast as the clients can
     */
    record Load(int rate, int concurrency, int batch, Duration duration) {
        private String described() {
            return (rate > 0 ? "%,d tasks per second offered".formatted(rate) : concurrency + " clients")
                    + (batch > 1 ? " in batches of " + batch : " one by one")
                    + ", %d s".formatted(duration.toSeconds());
        }
    }

    /** Tasks acknowledged in each second of the window; what was acknowledged after it does not count. */
    double perSecond() {
        long end = begin + load.duration().toNanos() / 1_000;
        long inTime = calls.stream()
                .filter(call -> call.answeredMicros() == Micros.NEVER || call.answeredMicros() < end)
                .mapToLong(call -> call.acknowledged().size())
                .sum();
        return (double) inTime * Micros.SECOND / (end - begin);
    }

    Report report(String stamp) {
        Summary summary = Summary.of(calls.stream().map(CreateLoad.Call::sample).toList(), probes);
        long tasks =
                calls.stream().mapToLong(call -> call.acknowledged().size()).sum();
        SequencedMap<String, Latencies> distributions = new LinkedHashMap<>();
        distributions.put("whole run", summary.all());
        distributions.put("clean seconds", summary.clean());
        List<Table> tables = List.of(
                counts(tasks),
                Tables.latencies(
                        "Time to acknowledge a request",
                        distributions,
                        (load.rate() > 0
                                        ? "From the moment at which it was to be sent."
                                        : "From the moment at which it was sent: a closed loop hides what waiting adds.")
                                + " What was not acknowledged counts as infinite."),
                cost.table("task", tasks),
                Tables.probes(probes),
                Tables.seconds(summary, true),
                Tables.seconds(summary, false));
        return new Report(
                "Creating tasks",
                load.described() + ", " + stamp,
                checks(summary),
                tables,
                List.of(
                        Charts.byPercentile("Time to acknowledge by percentile", distributions),
                        Charts.bySecond("Time to acknowledge in each second, with the control probes", summary)),
                Json.object(
                        "tasksPerSecond", perSecond(),
                        "acknowledged", tasks,
                        "missing", missing,
                        "requestsByStatus", statuses(),
                        "cost", cost.data(tasks),
                        "latency", summary.data()));
    }

    private List<Check> checks(Summary summary) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.must("every acknowledged task is there", missing + " missing", missing == 0));
        String measured = "%,.0f per second".formatted(perSecond());
        if (load.batch() > 1) {
            checks.add(Check.goal("5,000 tasks per second in batches", measured, perSecond() >= 5_000));
        } else {
            // who offers fewer cannot ask for more; the last answers come after the window's end
            double offered = load.rate() == 0 ? MUST_PER_SECOND : Math.min(MUST_PER_SECOND, load.rate() * 0.98);
            checks.add(Check.must("%,.0f creates per second".formatted(offered), measured, perSecond() >= offered));
            checks.add(Check.goal("400 creates per second", measured, perSecond() >= 400 * 0.98));
            long p99 = summary.all().percentile(99);
            checks.add(Check.goal("p99 ≤ 100 ms", Micros.millis(p99), p99 <= 100 * Micros.MILLI));
        }
        return checks;
    }

    private Table counts(long tasks) {
        return new Table(
                "Tasks",
                List.of("", "requests", "tasks acknowledged", "per second", "missing afterwards"),
                List.of(List.of(
                        "window",
                        Integer.toString(calls.size()),
                        Long.toString(tasks),
                        "%.0f".formatted(perSecond()),
                        Long.toString(missing))),
                false,
                "Requests by status (0: no answer): " + statuses());
    }

    private Map<Integer, Integer> statuses() {
        Map<Integer, Integer> statuses = new TreeMap<>();
        calls.forEach(call -> statuses.merge(call.status(), 1, Integer::sum));
        return statuses;
    }
}
