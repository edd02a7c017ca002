package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.report.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How late fires are at a constant rate. */
@Command(
        name = "lateness",
        description = "Offers fires at a constant rate and measures how late each payload begins.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class LatenessCommand implements Callable<Integer> {
    private static final Duration LONG_RUN = Duration.ofMinutes(10);

    /** How the fires are made. */
    enum Kind {
        /** Interval tasks that each fire every 10 s. */
        RECURRING,
        /** A task for each fire. */
        ONCE
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private LoadOptions load = new LoadOptions(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(1));

    @Option(names = "--rate", paramLabel = "N", description = "fires per second")
    private int rate = 100;

    @Option(
            names = "--notice",
            paramLabel = "TIME",
            description = "between the registration, which gets a second for each 100 tasks, and the first fire")
    private Duration notice = LoadOptions.NOTICE;

    @Option(names = "--kind", paramLabel = "KIND", description = "recurring or once")
    private Kind kind = Kind.RECURRING;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "http calls a sink that keeps its own ledger; simulate relies on the book")
    private FireRun.Action action = FireRun.Action.HTTP;

    @Option(
            names = "--way",
            paramLabel = "WAY",
            description = {
                "how fires are performed: inline; prioritised, where nobody waits;",
                "beside each other or with a long timeout, which takes a workflow for each"
            })
    private FireRun.Way way = FireRun.Way.INLINE;

    @Option(
            names = "--pending",
            paramLabel = "N",
            description = "so many other tasks wait for an instant in a year, and Punctual is started anew with them")
    private int pending;

    @Option(
            names = "--creates",
            paramLabel = "N",
            description = "so many tasks a second are created through the API meanwhile")
    private int creates;

    @Option(
            names = "--watchers",
            paramLabel = "N",
            description = "so many clients watch the live updates from the registration on")
    private int watchers;

    @Option(names = "--watch", paramLabel = "WATCH", description = "each of them hears all, or of one task")
    private Watchers.Watch watch = Watchers.Watch.ALL;

    @Override
    public Integer call() {
        load.check(Duration.ofSeconds(1));
        if (rate < 1) {
            throw new BenchException("--rate must be at least 1, not " + rate);
        }
        if (common.url != null && (pending > 0 || creates > 0)) {
            throw new BenchException("--pending and --creates leave tasks behind; leave out --url");
        }
        if (pending < 0) {
            throw new BenchException("--pending must be 0 or more, not " + pending);
        }
        Progress progress = new Progress(System.out);
        try (Session session = Session.open(
                common,
                "lateness",
                Json.object(
                        "ratePerSecond",
                        rate,
                        "duration",
                        load.duration.toString(),
                        "warmUp",
                        load.warmUp.toString(),
                        "kind",
                        kind.name(),
                        "every",
                        kind == Kind.RECURRING ? LoadOptions.EVERY.toString() : "",
                        "action",
                        action.name(),
                        "way",
                        way.name(),
                        "pending",
                        pending,
                        "createsPerSecond",
                        creates,
                        "watchers",
                        watchers,
                        "watch",
                        watchers == 0 ? "" : watch.name()),
                progress)) {
            Mountain mountain = pending == 0 ? null : Mountain.raise(session, pending);
            FireReport report = new FireReport(new FireRun(session, plan()).run(), mountain);
            return session.finish(report.report(
                    "Lateness at %d fires per second".formatted(rate),
                    "%s%s tasks, action %s%s%s%s, %s, seed %d, %s"
                            .formatted(
                                    way == FireRun.Way.INLINE ? "" : way.name().toLowerCase(Locale.ROOT) + " ",
                                    kind.name().toLowerCase(Locale.ROOT),
                                    action.name().toLowerCase(Locale.ROOT),
                                    pending == 0 ? "" : ", %,d others waiting".formatted(pending),
                                    creates == 0 ? "" : ", %,d created a second".formatted(creates),
                                    watchers == 0 ? "" : ", watched by %,d clients".formatted(watchers),
                                    load.lengths(),
                                    common.seed,
                                    session.stamp()),
                    checks(report)));
        }
    }

    private FireRun.Plan plan() {
        long tasks = switch (kind) {
            case RECURRING -> LoadOptions.tasks(rate);
            case ONCE -> rate * load.warmUp.plus(load.duration).toSeconds();
        };
        return new FireRun.Plan(
                (prefix, start) -> workload(prefix, load.pace(start, rate)),
                action,
                LoadOptions.notice(tasks, notice),
                load.grace,
                way,
                new Beside(creates, watchers, watch, null),
                false);
    }

    private Workload workload(String prefix, Workload.Pace pace) {
        return switch (kind) {
            case RECURRING -> Workload.recurring(prefix, common.seed, pace, LoadOptions.EVERY);
            case ONCE -> Workload.once(prefix, common.seed, pace);
        };
    }

    private List<Check> checks(FireReport report) {
        List<Check> checks = new ArrayList<>();
        checks.add(report.exactness());
        checks.addAll(report.creates());
        checks.addAll(report.mountain());
        if (creates > 0) {
            // fires and creates together have limits of their own
            checks.add(report.within(Check.Level.MUST, 99, 500));
            checks.add(report.within(Check.Level.GOAL, 99, 50));
        } else if (way != FireRun.Way.INLINE) {
            checks.add(report.within(Check.Level.MUST, 99, 250));
        } else if (rate <= 100) {
            checks.add(report.within(Check.Level.MUST, 99, 50));
            checks.add(report.within(Check.Level.GOAL, 50, 1));
            checks.add(report.within(Check.Level.GOAL, 99, 10));
            checks.add(report.within(Check.Level.GOAL, 99.9, 100));
            checks.add(report.within(Check.Level.GOAL, 100, 250));
        } else if (rate <= 167) {
            checks.add(report.within(Check.Level.MUST, 99, 1_000));
            checks.add(report.within(Check.Level.GOAL, 99, 40));
            checks.add(report.within(Check.Level.GOAL, 100, 500));
        } else {
            checks.add(report.within(Check.Level.GOAL, 99, 250));
        }
        if (creates > 0) {
            // what the creates cost is in it, too
            return checks;
        }
        // in a short run the JVM still compiles, which a long one pays only once
        boolean isLong = load.duration.compareTo(LONG_RUN) >= 0;
        checks.addAll(report.cpu(isLong ? Check.Level.MUST : Check.Level.GOAL, 12));
        checks.addAll(report.cpu(Check.Level.GOAL, 8));
        return checks;
    }
}
