package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.ProbeLog;
import dev.punctual.bench.report.Chart;
import dev.punctual.bench.report.Charts;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * Makes the report of systems that were measured beside each other: a table for each load, a row for each system.
 *
 * @param systems in the order of the rows
 * @param failures runs that came to nothing
 */
record PeerReport(List<PeerSystem> systems, List<PeerResult> results, List<Failure> failures) {

    /** A run that came to nothing, and why. */
    record Failure(PeerSystem system, PeerLoad load, int run, String reason) {}

    Report report(String subtitle) {
        List<Table> tables = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        for (PeerLoad load : results.stream().map(PeerResult::load).distinct().toList()) {
            List<Row> rows = rows(load);
            tables.add(lateness(load, rows));
            tables.add(clean(load, rows));
            tables.add(probes(load, rows));
            SequencedMap<String, Latencies> curves = new LinkedHashMap<>();
            rows.forEach(row -> curves.put(row.name(), row.result().lateness()));
            charts.add(Charts.byPercentile(load.title() + ": lateness by percentile", curves));
        }
        tables.add(configurations());
        if (!failures.isEmpty()) {
            tables.add(failed());
        }
        return new Report(
                "Schedulers beside each other",
                subtitle,
                List.of(),
                tables,
                charts,
                Json.object(
                        "results", results.stream().map(PeerResult::data).toList(),
                        "failures",
                                failures.stream()
                                        .map(failure -> Json.object(
                                                "system", failure.system().label(),
                                                "load", failure.load().label(),
                                                "run", failure.run(),
                                                "reason", failure.reason()))
                                        .toList()));
    }

    private record Row(String name, PeerResult result) {}

    /** Of one run that run; of several the median by p99, and the worst. */
    private List<Row> rows(PeerLoad load) {
        List<Row> rows = new ArrayList<>();
        for (PeerSystem system : systems) {
            List<PeerResult> runs = results.stream()
                    .filter(result -> result.system() == system && result.load().equals(load))
                    .sorted(Comparator.comparingLong(result -> result.lateness().percentile(99)))
                    .toList();
            if (!runs.isEmpty()) {
                rows.add(new Row(system.label(), runs.get((runs.size() - 1) / 2)));
            }
            if (runs.size() > 1) {
                rows.add(new Row(system.label() + ", worst", runs.getLast()));
            }
        }
        return rows;
    }

    private static Table lateness(PeerLoad load, List<Row> rows) {
        boolean killed = rows.stream().anyMatch(row -> row.result().recovery().isPresent());
        List<String> columns = new ArrayList<>(
                List.of("", "n", "lost", "duplicate", "early", "earliest", "p50", "p90", "p99", "p99.9", "max"));
        columns.addAll(killed ? List.of("first after", "longest gap") : List.of("CPU per fire"));
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            PeerResult result = row.result();
            List<String> line = new ArrayList<>(List.of(
                    row.name(),
                    Integer.toString(result.matching().samples().size()),
                    Integer.toString(result.lost()),
                    Integer.toString(result.matching().duplicate()),
                    Integer.toString(result.matching().early()),
                    result.earliestMicros() == 0 ? "" : "-" + Micros.millis(result.earliestMicros())));
            line.addAll(result.lateness().figures());
            if (killed) {
                line.add(result.recovery()
                        .map(back -> Micros.millis(back.firstMicros()))
                        .orElse(""));
                line.add(result.recovery()
                        .map(back -> Micros.millis(back.gapMicros()))
                        .orElse(""));
            } else {
                line.add(
                        result.cpuMillis().isPresent()
                                ? String.format(
                                        Locale.ROOT, "%.2f", result.cpuMillis().getAsDouble())
                                : "not measured");
            }
            cells.add(line);
        }
        String note = killed
                ? "The scheduler's own process is killed at half of the window and started again 5 s later. First after: from"
                        + " the kill to the first payload of the new process. Lost: not within the grace."
                : "Processor time of the system's process with its PostgreSQL or Temporal, divided by the payloads that began"
                        + " meanwhile. "
                        + (load.isHerd() ? "It covers the warm-up and the waking." : "Registering is not in it.");
        return new Table(
                load.title() + ": lateness (ms)",
                columns,
                cells,
                false,
                note
                        + " Wall clock at the payload's begin minus the due instant; what was early counts"
                        + " as 0, what never fired as infinite.");
    }

    private static Table clean(PeerLoad load, List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            Summary summary = row.result().summary();
            List<String> line = new ArrayList<>(List.of(
                    row.name(),
                    summary.cleanSeconds() + " of " + summary.seconds().size(),
                    Long.toString(summary.clean().count())));
            line.addAll(summary.clean().figures());
            cells.add(line);
        }
        return new Table(
                load.title() + ": lateness in clean seconds (ms)",
                List.of("", "clean", "n", "p50", "p90", "p99", "p99.9", "max"),
                cells,
                true,
                "Of what was due in seconds in which no control probe exceeded 100 ms.");
    }

    private static Table probes(PeerLoad load, List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name()));
            for (ProbeLog.Kind kind : ProbeLog.Kind.values()) {
                Latencies seen = row.result().probes().of(kind);
                line.add(Micros.millis(seen.percentile(99)));
                line.add(Micros.millis(seen.max()));
            }
            cells.add(line);
        }
        return new Table(
                load.title() + ": control probes (ms)",
                List.of("", "sleep p99", "max", "fdatasync p99", "max", "steal p99", "max", "own GC p99", "max"),
                cells,
                false,
                "What the machine did in the same run to anything that ran on it.");
    }

    private Table configurations() {
        return new Table(
                "Configurations",
                List.of("", "how it is set up"),
                systems.stream()
                        .map(system -> List.of(system.label(), system.configuration()))
                        .toList(),
                true,
                "Each on a server of its own: PostgreSQL 17 with fsync, synchronous_commit and full_page_writes on, or the"
                        + " Temporal CLI's server on SQLite, which does not wait for the disk.");
    }

    private Table failed() {
        return new Table(
                "Runs that came to nothing",
                List.of("", "load", "run", "reason"),
                failures.stream()
                        .map(failure -> List.of(
                                failure.system().label(),
                                failure.load().label(),
                                Integer.toString(failure.run()),
                                failure.reason().lines().findFirst().orElse("")))
                        .toList(),
                false,
                "");
    }
}
