package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.TextReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Punctual and other schedulers, one after the other on the same machine with the same due file and payload. */
@Command(
        name = "peers",
        description = {
            "Gives Punctual and other schedulers the same one-time tasks, one system at a time, and measures each.",
            "Who wins does not decide the exit code: 2 when a run came to nothing, else 0."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PeersCommand implements Callable<Integer> {

    @Option(
            names = "--rates",
            paramLabel = "N,…",
            split = ",",
            description = "fires per second, each a load of its own")
    private List<Integer> rates = List.of(10, 50, 100, 167);

    @Option(
            names = "--herd",
            paramLabel = "N,…",
            split = ",",
            description = "tasks due at one instant, each a load of its own; 0 for none")
    private List<Integer> herds = List.of(1_000, 10_000);

    @Option(names = "--duration", paramLabel = "TIME", description = "of the measured window at each rate")
    private Duration duration = Duration.ofSeconds(60);

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            description = "of the same rate before it, of 50 per second before a herd")
    private Duration warmUp = Duration.ofSeconds(30);

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "how long late fires are waited for; then they are lost")
    private Duration grace = Duration.ofMinutes(2);

    @Option(
            names = "--systems",
            paramLabel = "NAME,…",
            description = {
                "all, or some of: punctual, temporal, temporal-tuned, temporal-schedules, temporal-schedules-tuned,",
                "db-scheduler, db-scheduler-tuned, quartz, quartz-tuned, jobrunr, jobrunr-tuned"
            })
    private String systems = "all";

    @Option(names = "--runs", paramLabel = "N", description = "how often all is done, the systems by turns")
    private int runs = 1;

    @Option(
            names = "--kill",
            description = {
                "at each rate, kill -9 the scheduler's process at half of the window and start it again after 5 s;",
                "without herds"
            })
    private boolean kill;

    @Option(names = "--seed", paramLabel = "N", description = "of the due file")
    private long seed = 1;

    @Option(names = "--results", paramLabel = "DIR", description = "where the results are written")
    private Path results = Path.of("bench", "results");

    @Override
    public Integer call() {
        if (duration.toSeconds() < 1 || warmUp.isNegative() || runs < 1) {
            throw new BenchException("--duration must be at least 1s and --runs at least 1");
        }
        List<PeerSystem> chosen = PeerSystem.named(systems);
        List<PeerLoad> loads = loads();
        String stamp = Session.newStamp();
        Path directory = Session.newDirectory(results, stamp, kill ? "peers-kill" : "peers", config(chosen, loads));
        Progress progress = new Progress(System.out);
        List<PeerResult> measured = new ArrayList<>();
        List<PeerReport.Failure> failures = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            for (PeerLoad load : loads) {
                for (PeerSystem system : chosen) {
                    PeerRun.Plan plan = new PeerRun.Plan(system, load, run, seed, kill, grace);
                    try {
                        measured.add(new PeerRun(plan, System.getenv(), progress, directory, "bench-" + stamp).run());
                    } catch (BenchException e) {
                        // the hours of the others are not thrown away for it
                        progress.say("FAILED: " + e.getMessage());
                        failures.add(new PeerReport.Failure(system, load, run, String.valueOf(e.getMessage())));
                    }
                    // written after each, so that a run that is broken off leaves what it has
                    report(chosen, measured, failures, stamp).write(directory);
                }
            }
        }
        System.out.print(TextReport.of(report(chosen, measured, failures, stamp)));
        System.out.printf("%n%s%n", directory.resolve("report.html"));
        return failures.isEmpty() ? 0 : Bench.FAILED;
    }

    private List<PeerLoad> loads() {
        List<PeerLoad> loads = new ArrayList<>();
        rates.stream().filter(rate -> rate > 0).forEach(rate -> loads.add(PeerLoad.steady(rate, warmUp, duration)));
        if (!kill) {
            herds.stream().filter(count -> count > 0).forEach(count -> loads.add(PeerLoad.herd(count, warmUp)));
        }
        if (loads.isEmpty()) {
            throw new BenchException("--rates and --herd leave nothing to do");
        }
        return loads;
    }

    private Map<String, Object> config(List<PeerSystem> chosen, List<PeerLoad> loads) {
        Map<String, Object> configurations = Json.object();
        chosen.forEach(system -> configurations.put(system.label(), system.configuration()));
        return Json.object(
                "loads", loads.stream().map(PeerLoad::label).toList(),
                "duration", duration.toString(),
                "warmUp", warmUp.toString(),
                "grace", grace.toString(),
                "kill", kill,
                "runs", runs,
                "seed", seed,
                "systems", configurations,
                "javaOptions", System.getenv().getOrDefault("PUNCTUAL_JAVA_OPTIONS", ""));
    }

    private Report report(
            List<PeerSystem> chosen, List<PeerResult> measured, List<PeerReport.Failure> failures, String stamp) {
        String subtitle = "one-time tasks, action http, %d s after %d s of warm-up%s, %d run%s, seed %d, %s"
                .formatted(
                        duration.toSeconds(),
                        warmUp.toSeconds(),
                        kill ? ", killed at half of it" : "",
                        runs,
                        runs == 1 ? "" : "s",
                        seed,
                        stamp);
        return new PeerReport(chosen, measured, failures).report(subtitle);
    }
}
