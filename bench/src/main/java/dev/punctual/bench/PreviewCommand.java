package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the preview of a schedule takes, as a client sees it. */
@Command(
        name = "preview",
        description =
                "Asks for the next 1,000 fires of schedules, one request after the other, and measures the answers.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PreviewCommand implements Callable<Integer> {
    private static final int FIRES = 1_000;
    private static final int LIMIT_MILLIS = 20;
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    /** A thousand fires are three days of the one and four years, with their changes of the clocks, of the other. */
    private static final Map<String, String> EXPRESSIONS = Map.of(
            "every 5 minutes", "*/5 * * * *",
            "at 02:30, Monday to Friday", "30 2 * * MON-FRI");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--count", paramLabel = "N", description = "requests for each schedule")
    private int count = 500;

    @Option(names = "--warmup", paramLabel = "N", description = "requests for each schedule before those that count")
    private int warmUp = 500;

    @Override
    public Integer call() throws IOException {
        if (count < 1 || warmUp < 0) {
            throw new BenchException("--count must be at least 1, --warmup at least 0");
        }
        Progress progress = new Progress(System.out);
        try (Session session =
                Session.open(common, "preview", Json.object("count", count, "warmUp", warmUp), progress)) {
            SequencedMap<String, Latencies> answers = new LinkedHashMap<>();
            for (String title : EXPRESSIONS.keySet().stream().sorted().toList()) {
                String expression = EXPRESSIONS.getOrDefault(title, "");
                progress.say("preview, " + title);
                measure(session.api(), expression, warmUp);
                answers.put(title, measure(session.api(), expression, count));
            }
            long slowest = Latencies.slowestMedian(answers.values());
            Report report = new Report(
                    "Preview of 1,000 fires over HTTP",
                    "one request after the other, %d each after %d to warm up, %s"
                            .formatted(count, warmUp, session.stamp()),
                    List.of(Check.must(
                            "p50 ≤ %d ms".formatted(LIMIT_MILLIS),
                            Micros.millis(slowest) + " ms",
                            slowest <= LIMIT_MILLIS * Micros.MILLI)),
                    List.of(Tables.latencies(
                            "Time to answer", answers, "From sending the request to the last byte of the answer.")),
                    List.of(),
                    Latencies.data(answers));
            return session.finish(report);
        }
    }

    /** Each request starts a day later than the one before, so that no answer is like another. */
    private static Latencies measure(Api api, String expression, int requests) throws IOException {
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            String request = """
                    {"schedule": {"type": "cron", "expression": "%s", "timeZone": "Europe/Berlin"},
                     "after": "%s", "count": %d}""".formatted(expression, FROM.plus(Duration.ofDays(i)), FIRES);
            long begin = System.nanoTime();
            Api.Answer answer = api.ask("/v1/schedules:preview", request);
            latencies.add((System.nanoTime() - begin) / 1_000);
            int fires = answer.status() == 200
                    ? Api.parse(answer.body()).path("fires").size()
                    : 0;
            if (fires != FIRES) {
                throw new BenchException("The preview of \"%s\" answered %d with %d fires: %s"
                        .formatted(expression, answer.status(), fires, answer.body()));
            }
        }
        return latencies;
    }
}
