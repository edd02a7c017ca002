package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.TextReport;
import dev.punctual.bench.schedule.ScheduleBenchmarks;
import dev.punctual.bench.schedule.ScheduleBenchmarks.Effort;
import dev.punctual.bench.schedule.ScheduleBenchmarks.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast the schedule engine is, and other cron libraries beside it. Needs no running Punctual. */
@Command(
        name = "schedules",
        description = "Measures the next instant and the reading of cron expressions, for Punctual, Spring, Quartz and "
                + "cron-utils in the same run.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SchedulesCommand implements Callable<Integer> {
    private static final double USUAL_NANOS = 2_000;
    private static final double WORST_NANOS = 200_000;
    private static final double COMPILE_NANOS = 50_000;

    private static final String NEXT =
            "Mean of one call, from an Instant to an Instant. - : the library refuses the expression, finds no instant, or "
                    + "another.";
    private static final String COMPILE =
            "Mean of reading one expression that was not seen before, with all that is checked then: Punctual "
                    + "also refuses what never fires.";

    @Option(names = "--forks", paramLabel = "N", description = "processes for each figure")
    private int forks = 2;

    @Option(names = "--warmups", paramLabel = "N", description = "iterations before those that count, in each process")
    private int warmUps = 4;

    @Option(names = "--iterations", paramLabel = "N", description = "iterations that count, in each process")
    private int iterations = 5;

    @Option(names = "--millis", paramLabel = "N", description = "length of an iteration")
    private long millis = 500;

    @Option(names = "--results", paramLabel = "DIR", description = "where the results are written")
    private Path results = Path.of("bench", "results");

    @Override
    public Integer call() {
        if (forks < 0 || warmUps < 0 || iterations < 1 || millis < 1) {
            throw new BenchException("--iterations and --millis must be at least 1, --forks and --warmups at least 0");
        }
        Progress progress = new Progress(System.out);
        String stamp = Session.newStamp();
        Path directory = Session.newDirectory(
                results,
                stamp,
                "schedules",
                Json.object("forks", forks, "warmUps", warmUps, "iterations", iterations, "millis", millis));
        ScheduleBenchmarks benchmarks =
                new ScheduleBenchmarks(new Effort(forks, warmUps, iterations, millis), directory, progress::say);
        List<Figure> usual = benchmarks.nextInstants(false);
        List<Figure> worst = benchmarks.nextInstants(true);
        List<Figure> compile = benchmarks.compilations();
        Report report = new Report(
                "Cron expressions: Punctual and other libraries",
                "Europe/Berlin, %d × %d iterations of %d ms, after %d to warm up, %s"
                        .formatted(forks, iterations, millis, warmUps, stamp),
                List.of(
                        within("next instant of a usual expression ≤ 2 µs", usual, USUAL_NANOS),
                        within("next instant of the worst expression ≤ 200 µs", worst, WORST_NANOS),
                        within("compile ≤ 50 µs", compile, COMPILE_NANOS)),
                List.of(
                        table("Next instant, usual expressions (µs)", ScheduleBenchmarks.titles(false), usual, NEXT),
                        table("Next instant, worst expressions (µs)", ScheduleBenchmarks.titles(true), worst, NEXT),
                        table("Compile (µs)", ScheduleBenchmarks.shapes(), compile, COMPILE)),
                List.of(),
                Json.object(
                        "figures",
                        Stream.of(usual, worst, compile)
                                .flatMap(List::stream)
                                .map(SchedulesCommand::data)
                                .toList()));
        report.write(directory);
        System.out.print(TextReport.of(report));
        System.out.printf("%n%s%n", directory.resolve("report.html"));
        return report.passed() ? 0 : 1;
    }

    /** The slowest of Punctual's figures decides. */
    private static Check within(String target, List<Figure> figures, double limit) {
        Figure slowest = figures.stream()
                .filter(figure ->
                        figure.column().equals(ScheduleBenchmarks.libraries().getFirst()))
                .reduce((one, other) -> other.nanos() > one.nanos() ? other : one)
                .orElseThrow();
        return Check.must(target, "%s µs (%s)".formatted(micros(slowest), slowest.row()), slowest.nanos() <= limit);
    }

    private static Table table(String title, List<String> rows, List<Figure> figures, String note) {
        List<String> libraries = ScheduleBenchmarks.libraries();
        List<String> columns = new ArrayList<>(List.of("expression"));
        columns.addAll(libraries);
        List<List<String>> cells = new ArrayList<>();
        for (String row : rows) {
            List<String> line = new ArrayList<>(List.of(row));
            libraries.forEach(library -> line.add(figures.stream()
                    .filter(figure ->
                            figure.row().equals(row) && figure.column().equals(library))
                    .map(SchedulesCommand::micros)
                    .findFirst()
                    .orElse("-")));
            cells.add(line);
        }
        return new Table(title, columns, cells, false, note);
    }

    private static String micros(Figure figure) {
        return "%.2f".formatted(figure.nanos() / 1_000);
    }

    private static Map<String, Object> data(Figure figure) {
        return Json.object(
                "measured",
                figure.row(),
                "library",
                figure.column(),
                "nanos",
                figure.nanos(),
                // too few iterations for an error: none is named
                "error",
                Double.isNaN(figure.error()) ? "unknown" : figure.error());
    }
}
