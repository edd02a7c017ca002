package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Matching;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.report.Chart;
import dev.punctual.bench.report.Charts;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Makes the report of a run of fires. */
final class FireReport {
    private final FireRun.Result result;
    private final @Nullable Mountain mountain;
    private final Summary summary;

    FireReport(FireRun.Result result) {
        this(result, null);
    }

    /** @param mountain of tasks that waited meanwhile */
    FireReport(FireRun.Result result, @Nullable Mountain mountain) {
        this.result = result;
        this.mountain = mountain;
        this.summary = Summary.of(result.payload().samples(), result.probes());
    }

    /** The lateness of every measured fire. */
    Latencies lateness() {
        return summary.all();
    }

    /** Nothing may be lost, twice or early, whatever the load. */
    Check exactness() {
        Matching payload = result.payload();
        int wrong = payload.lost()
                + payload.warmUpLost()
                + payload.duplicate()
                + payload.early()
                + payload.unexpected()
                + result.refused();
        return Check.must(
                "lost = duplicate = early = 0",
                "%d lost, %d duplicate, %d early%s"
                        .formatted(
                                payload.lost() + payload.warmUpLost(),
                                payload.duplicate(),
                                payload.early(),
                                payload.unexpected() + result.refused() == 0
                                        ? ""
                                        : ", %d not due".formatted(payload.unexpected() + result.refused())),
                wrong == 0);
    }

    /** A check that a percentile, or 100 for the longest, stays within a limit. */
    Check within(Check.Level level, double percent, long limitMillis) {
        long seen = percent == 100 ? lateness().max() : lateness().percentile(percent);
        String name = percent == 100 ? "max" : "p" + (percent == Math.rint(percent) ? "" + (int) percent : percent);
        return Check.within(level, "%s ≤ %,d ms".formatted(name, limitMillis), seen, limitMillis * Micros.MILLI);
    }

    /** Processor time for each fire, if it was measured. */
    List<Check> cpu(Check.Level level, double limitMillis) {
        return result.cost().millisPer(result.fires()).stream()
                .mapToObj(millis -> new Check(
                        level,
                        "processor time per fire ≤ %.0f ms".formatted(limitMillis),
                        "%.1f ms".formatted(millis),
                        millis <= limitMillis))
                .toList();
    }

    /** What is asked of the tasks that were created meanwhile; nothing where there were none. */
    List<Check> creates() {
        Latencies latencies = result.beside().creates();
        if (latencies.count() == 0) {
            return List.of();
        }
        long p99 = latencies.percentile(99);
        return List.of(
                Check.must(
                        "every create is acknowledged",
                        "max " + Micros.millis(latencies.max()),
                        latencies.max() != Micros.NEVER),
                Check.goal("creates p99 ≤ 100 ms", Micros.millis(p99), p99 <= 100 * Micros.MILLI));
    }

    /** What is asked of a start with many tasks that wait; nothing where there are none. */
    List<Check> mountain() {
        return mountain == null ? List.of() : mountain.checks();
    }

    Report report(String title, String subtitle, List<Check> checks) {
        return report(title, subtitle, checks, List.of());
    }

    /** @param first tables that come before those that every run has */
    Report report(String title, String subtitle, List<Check> checks, List<Table> first) {
        SequencedMap<String, Latencies> distributions = new LinkedHashMap<>();
        distributions.put("payload, whole run", summary.all());
        distributions.put("payload, clean seconds", summary.clean());
        distributions.put("the book's own", result.book().lateness());
        List<Table> tables = new ArrayList<>(first);
        if (mountain != null) {
            tables.add(mountain.table());
        }
        tables.add(counts());
        tables.add(Tables.latencies(
                "Lateness",
                distributions,
                "Wall clock at the payload's begin minus the due instant. What never fired counts as infinite."));
        if (result.beside().creates().count() > 0) {
            tables.add(Tables.latencies(
                    "Creates meanwhile",
                    Map.of("POST /v1/tasks", result.beside().creates()),
                    "From the moment at which it was to be sent. What was not acknowledged counts as infinite."));
        }
        tables.add(result.cost().table("fire", result.fires()));
        tables.add(Tables.probes(result.probes()));
        tables.add(Tables.seconds(summary, true));
        tables.add(Tables.seconds(summary, false));
        List<Chart> charts = List.of(
                Charts.byPercentile("Lateness by percentile", distributions),
                Charts.bySecond("Lateness of each second, with the control probes", summary));
        return new Report(title, subtitle, checks, tables, charts, data());
    }

    private Table counts() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(counts("payload", result.payload()));
        rows.add(counts("book", result.inBook()));
        return new Table(
                "Fires",
                List.of("seen by", "expected", "fired", "lost", "duplicate", "early", "not due", "lost in warm-up"),
                rows,
                false,
                "In the book: " + result.book().states()
                        + (result.refused() == 0 ? "" : ". The sink refused " + result.refused() + " requests.")
                        + (result.beside().watchers().isEmpty()
                                ? ""
                                : ". Those who watched: " + result.beside().watchers()));
    }

    private static List<String> counts(String name, Matching matching) {
        int expected = matching.samples().size();
        return List.of(
                name,
                Integer.toString(expected),
                Integer.toString(expected - matching.lost()),
                Integer.toString(matching.lost()),
                Integer.toString(matching.duplicate()),
                Integer.toString(matching.early()),
                Integer.toString(matching.unexpected()),
                Integer.toString(matching.warmUpLost()));
    }

    private Map<String, Object> data() {
        return Json.object(
                "payload", data(result.payload()),
                "book", data(result.inBook()),
                "bookStates", result.book().states(),
                "bookLateness", result.book().lateness().data(),
                "refusedBySink", result.refused(),
                "watchers", result.beside().watchers(),
                "pending", mountain == null ? Json.object() : mountain.data(),
                "creates", result.beside().creates().data(),
                "cost", result.cost().data(result.fires()),
                "lateness", summary.data());
    }

    private static Map<String, Object> data(Matching matching) {
        return Json.object(
                "expected", matching.samples().size(),
                "lost", matching.lost(),
                "duplicate", matching.duplicate(),
                "early", matching.early(),
                "notDue", matching.unexpected(),
                "lostInWarmUp", matching.warmUpLost());
    }
}
