package dev.punctual.bench;

import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.Tables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Offers twice what can be done, and then waits until it has been done. */
@Command(
        name = "overload",
        description = {
            "Offers twice the capacity for a while, a tenth of it with the highest priority, and measures",
            "how much is done meanwhile and how soon the rest."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class OverloadCommand implements Callable<Integer> {
    private static final double ENOUGH = 0.9;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LoadOptions load = new LoadOptions(Duration.ofMinutes(2), Duration.ofSeconds(60), Duration.ofMinutes(10));

    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "fires per second that can be done, as offered in the warm-up; then twice is offered")
    private int capacity = 200;

    @Override
    public Integer call() {
        load.check(Duration.ofSeconds(1));
        if (capacity < 1) {
            throw new BenchException("--capacity must be at least 1, not " + capacity);
        }
        Progress progress = new Progress(System.out);
        try (Session session = Session.open(
                common,
                "overload",
                Json.object(
                        "capacityPerSecond", capacity,
                        "duration", load.duration.toString(),
                        "warmUp", load.warmUp.toString(),
                        "every", LoadOptions.EVERY.toString()),
                progress)) {
            FireRun.Result result = new FireRun(
                            session,
                            new FireRun.Plan(
                                    this::workload,
                                    FireRun.Action.HTTP,
                                    LoadOptions.notice(LoadOptions.tasks(2 * capacity), LoadOptions.NOTICE),
                                    load.grace,
                                    FireRun.Way.INLINE,
                                    Beside.NOTHING,
                                    false))
                    .run();
            return session.finish(report(session, result));
        }
    }

    private Workload workload(String prefix, long start) {
        return Workload.overload(prefix, common.seed, load.pace(start, 2 * capacity), LoadOptions.EVERY);
    }

    private Report report(Session session, FireRun.Result result) {
        FireReport report = new FireReport(result);
        Workload workload = result.workload();
        List<Sample> samples = result.payload().samples();
        long doneMeanwhile = samples.stream()
                .filter(sample -> sample.doneMicros() < workload.windowEnd())
                .count();
        double perSecond = (double) doneMeanwhile / load.duration.toSeconds();
        long last = samples.stream().mapToLong(Sample::doneMicros).max().orElse(Micros.NEVER);
        SequencedMap<String, Latencies> byPriority = byPriority(session.prefix(), workload, samples);
        long urgentMax = byPriority.firstEntry().getValue().max();
        List<Check> checks = List.of(
                report.exactness(),
                Check.must(
                        "done a second ≥ %.0f".formatted(ENOUGH * capacity),
                        "%.1f".formatted(perSecond),
                        perSecond >= ENOUGH * capacity),
                Check.must(
                        "the backlog drains",
                        last == Micros.NEVER
                                ? "never"
                                : "%.1f s after the overload"
                                        .formatted((last - workload.windowEnd()) / (double) Micros.SECOND),
                        last != Micros.NEVER),
                Check.goal(
                        "highest priority ≤ 1 s late", Micros.millis(urgentMax) + " ms", urgentMax <= Micros.SECOND));
        Table priorities = Tables.latencies(
                "Lateness by priority",
                byPriority,
                "%d of %,d fires began in the %d s of the overload: %.1f a second of %d offered."
                        .formatted(doneMeanwhile, samples.size(), load.duration.toSeconds(), perSecond, 2 * capacity));
        return report.report(
                "Twice the capacity of %d fires per second".formatted(capacity),
                load.subtitle(session),
                checks,
                List.of(priorities));
    }

    private static SequencedMap<String, Latencies> byPriority(String prefix, Workload workload, List<Sample> samples) {
        // samples are in the order of what was due
        List<Due> due = workload.due().stream()
                .filter(one -> one.phase() == Due.Phase.MEASURED)
                .toList();
        Latencies urgent = new Latencies();
        Latencies others = new Latencies();
        for (int i = 0; i < due.size(); i++) {
            (Workload.isUrgent(prefix, due.get(i).task()) ? urgent : others)
                    .add(samples.get(i).lateness());
        }
        SequencedMap<String, Latencies> byPriority = new LinkedHashMap<>();
        byPriority.put("priority 1", urgent);
        byPriority.put("priority 3", others);
        return byPriority;
    }
}
