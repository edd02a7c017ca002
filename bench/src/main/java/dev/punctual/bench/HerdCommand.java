package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.report.Check;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon many tasks start that are due at one instant. */
@Command(
        name = "herd",
        description = "Registers many one-time tasks that are due at one instant and measures how soon each begins.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class HerdCommand implements Callable<Integer> {
    private static final int TASKS_PER_SECOND = 60;
    private static final int WARM_UP_RATE = 50;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--count", paramLabel = "N", description = "tasks that are due at the instant")
    private int count = 10_000;

    @Option(
            names = "--notice",
            paramLabel = "TIME",
            description = "between the warm-up and the instant, in which the herd is woken")
    private Duration notice = Duration.ofMinutes(2);

    @Option(names = "--grace", paramLabel = "TIME", description = "how long late fires are waited for")
    private Duration grace = Duration.ofMinutes(2);

    @Option(names = "--warmup", paramLabel = "TIME", description = "of 50 fires per second")
    private Duration warmUp = Duration.ofSeconds(30);

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "http calls a sink that keeps its own ledger; simulate relies on the book")
    private FireRun.Action action = FireRun.Action.HTTP;

    @Override
    public Integer call() {
        if (count < 1 || warmUp.isNegative()) {
            throw new BenchException("--count must be at least 1");
        }
        Progress progress = new Progress(System.out);
        try (Session session = Session.open(
                common,
                "herd",
                Json.object(
                        "count",
                        count,
                        "warmUp",
                        warmUp.toString(),
                        "notice",
                        notice.toString(),
                        "action",
                        action.name()),
                progress)) {
            FireRun.Plan plan = new FireRun.Plan(
                    this::workload,
                    action,
                    Duration.ofSeconds(count / TASKS_PER_SECOND),
                    grace,
                    FireRun.Way.INLINE,
                    Beside.NOTHING,
                    true);
            FireReport report = new FireReport(new FireRun(session, plan).run());
            return session.finish(report.report(
                    "%,d tasks due at one instant".formatted(count),
                    "one-time tasks, action %s, after %d s of warm-up at %d fires per second, seed %d, %s"
                            .formatted(
                                    action.name().toLowerCase(Locale.ROOT),
                                    warmUp.toSeconds(),
                                    WARM_UP_RATE,
                                    common.seed,
                                    session.stamp()),
                    List.of(
                            report.exactness(),
                            report.within(Check.Level.MUST, 100, 10_000),
                            report.within(Check.Level.GOAL, 100, 1_000))));
        }
    }

    private Workload workload(String prefix, long start) {
        Workload.Pace before = new Workload.Pace(start, WARM_UP_RATE, warmUp, Duration.ZERO);
        long instant = before.windowStart() + notice.toNanos() / 1_000;
        return Workload.herd(prefix, common.seed, count, instant, before);
    }
}
