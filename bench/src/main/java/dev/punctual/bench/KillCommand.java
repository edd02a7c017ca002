package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How late fires are after a part of Punctual was killed. */
@Command(
        name = "kill",
        description = {
            "Ends a part of Punctual by kill -9 in the middle of a constant load, and measures how late the fires",
            "after it are. What happens when all of it is killed: peers --kill."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class KillCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LoadOptions load = new LoadOptions(Duration.ofMinutes(2), Duration.ofSeconds(60), Duration.ofMinutes(2));

    @Option(names = "--what", paramLabel = "WHAT", description = "one of two workers, temporal, or postgresql")
    private Victim.Kind what = Victim.Kind.WORKER;

    @Option(names = "--rate", paramLabel = "N", description = "fires per second")
    private int rate = 60;

    @Override
    public Integer call() {
        load.check(Duration.ofSeconds(2));
        if (rate < 1) {
            throw new BenchException("--rate must be at least 1, not " + rate);
        }
        if (common.url != null) {
            throw new BenchException("Only an own Punctual is killed; leave out --url");
        }
        Progress progress = new Progress(System.out);
        try (Session session = Session.open(
                        common,
                        "kill",
                        Json.object(
                                "what", what.name(),
                                "ratePerSecond", rate,
                                "duration", load.duration.toString(),
                                "warmUp", load.warmUp.toString(),
                                "every", LoadOptions.EVERY.toString()),
                        progress);
                Victim victim = Victim.open(what, session)) {
            FireRun.Result result = new FireRun(
                            session,
                            new FireRun.Plan(
                                    this::workload,
                                    FireRun.Action.HTTP,
                                    LoadOptions.notice(LoadOptions.tasks(rate), LoadOptions.NOTICE),
                                    load.grace,
                                    FireRun.Way.INLINE,
                                    Beside.halfway(victim::kill),
                                    false))
                    .run();
            return session.finish(report(session, victim, result));
        }
    }

    private Workload workload(String prefix, long start) {
        return Workload.recurring(prefix, common.seed, load.pace(start, rate), LoadOptions.EVERY);
    }

    private Report report(Session session, Victim victim, FireRun.Result result) {
        FireReport report = new FireReport(result);
        long killed = victim.killedAt();
        long ready = victim.readyAt();
        Aftermath aftermath = Aftermath.of(result.payload().samples(), killed, ready);
        SequencedMap<String, Latencies> parts = new LinkedHashMap<>();
        parts.put("before the kill", aftermath.before());
        parts.put("after it", aftermath.after());
        List<Check> checks = new ArrayList<>(List.of(report.exactness()));
        checks.addAll(limits(aftermath));
        Table table = Tables.latencies(
                "Lateness before and after",
                parts,
                "What had not begun at the kill is after it. Ready again %s after the kill; the last fire that was more than 1 s late began %s after it."
                        .formatted(since(killed, ready), since(killed, aftermath.lastLate())));
        return report.report(
                "kill -9 of %s at %d fires per second".formatted(what.name().toLowerCase(Locale.ROOT), rate),
                load.subtitle(session),
                checks,
                List.of(table));
    }

    private List<Check> limits(Aftermath aftermath) {
        return switch (what) {
            case WORKER ->
                List.of(
                        within(
                                "after the kill at most 10 s late",
                                Check.Level.MUST,
                                aftermath.after().max(),
                                10),
                        within(
                                "after the kill at most 4 s late",
                                Check.Level.GOAL,
                                aftermath.after().max(),
                                4),
                        within(
                                "after the kill at most 2 s late",
                                Check.Level.GOAL,
                                aftermath.after().max(),
                                2));
            case TEMPORAL, POSTGRESQL ->
                List.of(
                        within(
                                "due work begins ≤ 10 s after it is ready",
                                Check.Level.MUST,
                                aftermath.sinceReady(),
                                10),
                        within("due work begins ≤ 5 s after it is ready", Check.Level.GOAL, aftermath.sinceReady(), 5));
        };
    }

    private static Check within(String target, Check.Level level, long micros, int limitSeconds) {
        return Check.within(level, target, micros, limitSeconds * Micros.SECOND);
    }

    private static String since(long killed, long micros) {
        return micros == Micros.NEVER ? "never" : "%.1f s".formatted((double) (micros - killed) / Micros.SECOND);
    }
}
