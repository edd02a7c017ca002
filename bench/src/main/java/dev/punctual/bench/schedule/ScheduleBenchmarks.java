package dev.punctual.bench.schedule;

import dev.punctual.bench.schedule.Library.Timetable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and gathers their figures. */
public final class ScheduleBenchmarks {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** Starts that a library must answer as Punctual does before it is measured. */
    private static final int COMPARED = 64;

    /** How long to measure. No forks: in this very process, for tests only. */
    public record Effort(int forks, int warmUps, int iterations, long millis) {}

    /**
     * One figure.
     *
     * @param row what was measured
     * @param column whom
     * @param nanos for one call, on average
     * @param error half of the 99.9 % confidence interval
     */
    public record Figure(String row, String column, double nanos, double error) {}

    private final Effort effort;
    private final Path log;
    private final Consumer<String> progress;
    private int parts;

    /**
     * @param log where JMH writes what it does, one file for each part
     * @param progress hears what is measured next
     */
    public ScheduleBenchmarks(Effort effort, Path log, Consumer<String> progress) {
        this.effort = effort;
        this.log = log;
        this.progress = progress;
    }

    /** The next instant, of the usual expressions or of the worst. A library that answers otherwise is left out. */
    public List<Figure> nextInstants(boolean worst) {
        List<Figure> figures = new ArrayList<>();
        List<Sample> samples = samples(worst);
        for (Library library : Library.values()) {
            String[] measured = samples.stream()
                    .filter(sample -> answersAsPunctual(library, sample))
                    .map(Sample::name)
                    .toArray(String[]::new);
            if (measured.length > 0) {
                progress.accept("next instant, %s: %d %s expressions"
                        .formatted(library.title, measured.length, worst ? "worst" : "usual"));
                for (RunResult result : run(NextInstantBenchmark.class, library, "sample", measured)) {
                    Sample sample = Sample.valueOf(result.getParams().getParam("sample"));
                    figures.add(figure(sample.title, library, result));
                }
            }
        }
        return figures;
    }

    /** Reading an expression. */
    public List<Figure> compilations() {
        List<Figure> figures = new ArrayList<>();
        String[] shapes = Arrays.stream(Shape.values()).map(Shape::name).toArray(String[]::new);
        for (Library library : Library.values()) {
            progress.accept("compile, " + library.title);
            for (RunResult result : run(CompileBenchmark.class, library, "shape", shapes)) {
                Shape shape = Shape.valueOf(result.getParams().getParam("shape"));
                figures.add(figure(shape.title, library, result));
            }
        }
        return figures;
    }

    /** The names of the rows, in their order. */
    public static List<String> titles(boolean worst) {
        return samples(worst).stream().map(sample -> sample.title).toList();
    }

    /** The names of the rows, in their order. */
    public static List<String> shapes() {
        return Arrays.stream(Shape.values()).map(shape -> shape.title).toList();
    }

    /** The names of the columns, in their order: Punctual first. */
    public static List<String> libraries() {
        return Arrays.stream(Library.values()).map(library -> library.title).toList();
    }

    private static List<Sample> samples(boolean worst) {
        return Arrays.stream(Sample.values())
                .filter(sample -> sample.worst == worst)
                .toList();
    }

    static boolean answersAsPunctual(Library library, Sample sample) {
        if (library == Library.PUNCTUAL) {
            return true;
        }
        try {
            Timetable theirs = library.read(sample.texts(), ZONE);
            Timetable ours = Library.PUNCTUAL.read(sample.texts(), ZONE);
            return Arrays.stream(sample.starts()).limit(COMPARED).allMatch(start -> {
                Instant answer = theirs.next(start);
                return answer != null && answer.equals(ours.next(start));
            });
        } catch (IllegalArgumentException e) {
            // it does not read the expression
            return false;
        }
    }

    private static Figure figure(String row, Library library, RunResult result) {
        return new Figure(
                row,
                library.title,
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError());
    }

    private Collection<RunResult> run(Class<?> benchmark, Library library, String parameter, String... values) {
        parts++;
        TimeValue time = TimeValue.milliseconds(effort.millis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\.")
                .param("library", library.name())
                .param(parameter, values)
                .forks(effort.forks())
                .warmupIterations(effort.warmUps())
                .warmupTime(time)
                .measurementIterations(effort.iterations())
                .measurementTime(time)
                .shouldFailOnError(true)
                // not those of this process, which saves its processor time for what is measured
                .jvmArgs(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--sun-misc-unsafe-memory-access=allow")
                .output(log.resolve("jmh-%02d.log".formatted(parts)).toString());
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException(
                    "JMH could not measure %s; its output is in %s".formatted(library.title, log), e);
        }
    }
}
