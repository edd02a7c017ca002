package dev.punctual.bench;

import dev.punctual.bench.measure.Matching;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.Probes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Gives one system one load, in a directory of their own: starts it, registers, lets it fire, and ends it. */
final class PeerRun {
    private static final Duration AFTER_REGISTRATION = Duration.ofSeconds(10);
    private static final Duration DOWN = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    private final Plan plan;
    private final Map<String, String> environment;
    private final Progress progress;
    private final Path directory;
    private final String prefix;

    /**
     * What is to be done.
     *
     * @param run which of the runs it is, from 1
     * @param kill whether the system is killed at half of the window
     * @param grace how long late fires are waited for
     */
    record Plan(PeerSystem system, PeerLoad load, int run, long seed, boolean kill, Duration grace) {}

    /**
     * @param directory of all results; this run gets one in it
     * @param prefix of the ids of all tasks
     */
    PeerRun(Plan plan, Map<String, String> environment, Progress progress, Path directory, String prefix) {
        this.plan = plan;
        this.environment = environment;
        this.progress = progress;
        this.directory = directory
                .resolve(plan.load().label() + (plan.run() > 1 ? "-" + plan.run() : ""))
                .resolve(plan.system().label());
        this.prefix = prefix;
    }

    /** @throws BenchException when it came to nothing */
    PeerResult run() {
        long seconds = plan.load().tasks() / plan.system().registeredPerSecond();
        for (int attempt = 1; ; attempt++) {
            Duration limit = AFTER_REGISTRATION.plusSeconds(seconds);
            Optional<PeerResult> result = attempt(limit);
            if (result.isPresent()) {
                return result.get();
            }
            if (attempt == ATTEMPTS) {
                throw new BenchException("%s did not register %,d tasks within %d s."
                        .formatted(plan.system().label(), plan.load().tasks(), limit.toSeconds()));
            }
            seconds = 2 * seconds + AFTER_REGISTRATION.toSeconds();
            progress.say("registering took too long; once more, with %d s for it".formatted(seconds));
        }
    }

    /** Empty when the first instant came before all were registered: then the figures would tell of something else. */
    private Optional<PeerResult> attempt(Duration notice) {
        Ledger ledger = new Ledger();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written in " + directory, e);
        }
        try (Sink sink = Sink.start(ledger)) {
            progress.say("%s: starting %s"
                    .formatted(plan.load().label(), plan.system().label()));
            try (Contestant contestant = open(sink.url())) {
                // a whole second, so that no second of the report is cut
                long start = (Micros.second(Micros.now() + notice.toNanos() / 1_000) + 1) * Micros.SECOND;
                Workload workload = plan.load()
                        .workload(prefix, plan.seed(), start, plan.system().wholeSeconds());
                Path dueFile = directory.resolve("due.csv");
                workload.write(dueFile);
                progress.say("registering %,d tasks".formatted(workload.tasks().size()));
                contestant.register(workload, dueFile, notice.multipliedBy(5).plusMinutes(1));
                if (Micros.now() > workload.due().getFirst().micros()) {
                    return Optional.empty();
                }
                PeerResult result = measure(contestant, ledger, workload);
                sink.check();
                return Optional.of(result);
            }
        } finally {
            ledger.write(directory.resolve("ledger.csv"));
        }
    }

    private Contestant open(String sinkUrl) {
        return plan.system() == PeerSystem.PUNCTUAL
                ? PunctualContestant.open(environment, directory, prefix, sinkUrl, progress)
                : PeerContestant.open(plan.system(), environment, directory, sinkUrl);
    }

    private PeerResult measure(Contestant contestant, Ledger ledger, Workload workload) {
        // what a herd costs begins before its instant, where a system has it woken one by one
        long from = plan.load().isHerd() ? workload.due().getFirst().micros() : workload.windowStart();
        progress.waitUntil(from, () -> state(contestant, "warming up", ledger, from));
        Probes probes = Probes.start(directory);
        try (probes) {
            OptionalLong cpuBefore = contestant.cpuMicros();
            long begin = Micros.now();
            long killed = Micros.NEVER;
            long again = Micros.NEVER;
            if (plan.kill()) {
                long half = (workload.windowStart() + workload.windowEnd()) / 2;
                progress.waitUntil(half, () -> state(contestant, "measuring", ledger, half));
                contestant.kill();
                killed = Micros.now();
                progress.say("killed; it is started again in %d s".formatted(DOWN.toSeconds()));
                progress.waitUntil(killed + DOWN.toNanos() / 1_000, () -> "down");
                again = Micros.now();
                contestant.startAgain();
            }
            progress.waitUntil(
                    workload.windowEnd(), () -> state(contestant, "measuring", ledger, workload.windowEnd()));
            OptionalLong cpuAfter = contestant.cpuMicros();
            long end = Micros.now();
            Matching matching = settle(ledger, workload);
            if (plan.load().isHerd()) {
                cpuAfter = contestant.cpuMicros();
                end = Micros.now();
            }
            contestant.check();
            return new PeerResult(
                    plan.system(),
                    plan.load(),
                    plan.run(),
                    matching,
                    Summary.of(matching.samples(), probes.log()),
                    probes.log(),
                    plan.kill()
                            ? OptionalDouble.empty()
                            : perFire(cpuBefore, cpuAfter, ledger.enteredBetween(begin, end)),
                    plan.kill()
                            ? Optional.of(PeerResult.Recovery.of(ledger.entries(), killed, again, workload.windowEnd()))
                            : Optional.empty());
        } finally {
            probes.log().write(directory.resolve("probes.csv"));
        }
    }

    private static OptionalDouble perFire(OptionalLong before, OptionalLong after, long fires) {
        return before.isEmpty() || after.isEmpty() || fires == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) (after.getAsLong() - before.getAsLong()) / Micros.MILLI / fires);
    }

    private static String state(Contestant contestant, String phase, Ledger ledger, long until) {
        contestant.check();
        return "%s: %d s left, %,d calls so far"
                .formatted(phase, Math.max(0, until - Micros.now()) / Micros.SECOND, ledger.size());
    }

    private Matching settle(Ledger ledger, Workload workload) {
        long deadline = workload.windowEnd() + plan.grace().toNanos() / 1_000;
        Matching seen = match(workload, ledger);
        while (seen.lost() + seen.warmUpLost() > 0 && Micros.now() < deadline) {
            int missing = seen.lost() + seen.warmUpLost();
            progress.update(() -> "waiting for late fires: %,d calls missing".formatted(missing));
            Progress.pause(200);
            seen = match(workload, ledger);
        }
        return seen;
    }

    private static Matching match(Workload workload, Ledger ledger) {
        return Matching.of(workload.due(), ledger.entries(), workload.windowEnd());
    }
}
