package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import dev.punctual.bench.check.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Plays seeded scenarios of tasks, user actions and faults, and has the checker judge them. */
@Command(
        name = "faults",
        description = "Plays tasks, user actions and faults that follow from a seed, and checks all guarantees.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FaultsCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

    /** What a run may take beyond its length, before it is ended by force. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    @Option(names = "--seed", paramLabel = "N", description = "which scenario")
    private long seed = 1;

    @Option(
            names = "--seeds",
            paramLabel = "A-B,C",
            split = ",",
            description = "several scenarios, one after the other")
    private List<String> seeds = List.of();

    @Option(names = "--again", description = "play a scenario that failed once more, and count that")
    private boolean again;

    @Option(names = "--minutes", paramLabel = "M", description = "how long each is, from 0.5")
    private double minutes = 2;

    @Option(names = "--results", paramLabel = "DIR", description = "where faults-<seed> is written")
    private Path results = Path.of("bench", "results");

    @Option(names = "--keep-home", description = "keep the data of a run that passed, too")
    private boolean keepHome;

    @Option(names = "--print", description = "only print the scenario")
    private boolean print;

    @Option(names = "--judge", paramLabel = "DIR", description = "judge again what a run has left in this directory")
    private @Nullable Path judge;

    @Override
    public Integer call() {
        if (judge != null) {
            return report(judge, FaultRun.judge(judge)) ? 0 : 1;
        }
        if (minutes < 0.5) {
            throw new BenchException("--minutes is %s; ask for 0.5 or more".formatted(minutes));
        }
        List<Long> all = seeds();
        List<Long> failed = new ArrayList<>();
        for (long one : all) {
            Scenario scenario = ScenarioGenerator.generate(one, Math.round(minutes * 60_000));
            if (print) {
                System.out.println(
                        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(scenario.data()));
            } else if (!passes(scenario) && !(again && passesAgain(scenario))) {
                failed.add(one);
            }
        }
        if (all.size() > 1 && !print) {
            System.out.printf(
                    "faults: %d of %d seeds passed%s%n",
                    all.size() - failed.size(), all.size(), failed.isEmpty() ? "" : "; failed: " + failed);
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private List<Long> seeds() {
        if (seeds.isEmpty()) {
            return List.of(seed);
        }
        List<Long> all = new ArrayList<>();
        for (String part : seeds) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new BenchException(
                        "--seeds has '%s'; send numbers and ranges, such as 1-30 or 5,8,13".formatted(part));
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            for (long one = first; one <= last; one++) {
                all.add(one);
            }
        }
        return all;
    }

    /** What the machine did in between may have made it fail; its first results are kept beside. */
    private boolean passesAgain(Scenario scenario) {
        Path directory = directory(results, scenario);
        Path first = directory.resolveSibling(directory.getFileName() + "-first");
        delete(first);
        try {
            Files.move(directory, first);
        } catch (IOException e) {
            throw new UncheckedIOException("The first results cannot be kept in " + first, e);
        }
        System.out.printf("faults: seed %d is played again; its first results are in %s%n", scenario.seed(), first);
        return passes(scenario);
    }

    private static Path directory(Path results, Scenario scenario) {
        return results.resolve("faults-" + scenario.seed());
    }

    private boolean passes(Scenario scenario) {
        return passes(scenario, results, System.getenv(), keepHome);
    }

    /** Plays one scenario and says whether all guarantees held; its files are in {@code faults-<seed>}. */
    static boolean passes(Scenario scenario, Path results, Map<String, String> environment, boolean keepHome) {
        Path directory = directory(results, scenario);
        delete(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written in " + directory, e);
        }
        Instant begin = Instant.now();
        FaultRun run = new FaultRun(scenario, directory, text -> say(scenario.seed(), begin, text));
        say(scenario.seed(), begin, "starting; see " + directory);
        Duration limit = Duration.ofMillis(scenario.millis()).plus(GRACE);
        FutureTask<Boolean> played = new FutureTask<>(() -> run.play(environment), true);
        Thread.ofPlatform().daemon().name("run").start(played);
        try {
            played.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the end of this program ends all that the run has started
            throw new BenchException("The run did not end within %s.".formatted(limit), e);
        } catch (ExecutionException e) {
            return report(directory, List.of(new Violation("run", "", null, String.valueOf(e.getCause()), List.of())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The run was interrupted.", e);
        }
        boolean passed = report(directory, FaultRun.judge(directory));
        if (passed && !keepHome) {
            delete(directory.resolve("home"));
        }
        say(scenario.seed(), begin, passed ? "passed" : "FAILED");
        return passed;
    }

    private static void say(long seed, Instant begin, String text) {
        System.out.printf(
                "faults: seed %d [%4d s] %s%n",
                seed, Duration.between(begin, Instant.now()).toSeconds(), text);
    }

    private static boolean report(Path directory, List<Violation> violations) {
        String text = violations.isEmpty()
                ? "No invariant was violated.\n"
                : violations.stream().map(Violation::toString).collect(Collectors.joining("\n\n", "", "\n"));
        try {
            Files.writeString(directory.resolve("report.txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written in " + directory, e);
        }
        System.out.print(text);
        if (!violations.isEmpty()) {
            System.out.printf("faults: %d violations; see %s%n", violations.size(), directory);
        }
        return violations.isEmpty();
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be deleted".formatted(directory), e);
        }
    }
}
