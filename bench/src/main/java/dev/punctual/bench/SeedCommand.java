package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a book with tasks and a month of fires, and measures what the pages of the console ask. */
@Command(
        name = "seed",
        description =
                "Fills the book with many tasks and a month of fires, and measures the queries of the console's pages.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SeedCommand implements Callable<Integer> {
    private static final int LIMIT_MILLIS = 50;

    /** Requests before those that count: the code that answers is compiled by then. */
    private static final int WARM_UP = 50;

    private static final List<String> MODELS = List.of(
            "{\"type\": \"cron\", \"expression\": \"0 2 * * *\", \"timeZone\": \"Europe/Berlin\"}",
            "{\"type\": \"cron\", \"expression\": \"17 * * * MON-FRI\"}",
            "{\"type\": \"interval\", \"every\": \"PT6H\"}",
            "{\"type\": \"cron\", \"expression\": \"*/15 8-18 * * *\", \"timeZone\": \"America/New_York\"}");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tasks", paramLabel = "N", description = "how many tasks")
    private int tasks = 100_000;

    @Option(names = "--fires", paramLabel = "N", description = "how many fires")
    private int fires = 5_000_000;

    @Option(names = "--count", paramLabel = "N", description = "requests for each page, after some to warm up")
    private int count = 50;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "with --url: the home of that Punctual, which must be an embedded one; it keeps what is seeded")
    private @Nullable Path home;

    @Override
    public Integer call() throws IOException, SQLException {
        if (tasks < 1 || fires < 1 || count < 1) {
            throw new BenchException("--tasks, --fires and --count must be at least 1");
        }
        if ((common.url == null) != (home == null)) {
            throw new BenchException("--url and --home go together: they name one embedded Punctual");
        }
        Progress progress = new Progress(System.out);
        Map<String, Object> config = Json.object("tasks", tasks, "fires", fires, "count", count);
        try (Session session = Session.open(common, "seed", config, progress)) {
            seed(session, progress);
            SequencedMap<String, Latencies> answers = new LinkedHashMap<>();
            for (Map.Entry<String, String> page : pages().entrySet()) {
                progress.say("measuring " + page.getKey());
                answers.put(page.getKey(), measure(session.api(), page.getValue()));
            }
            long slowest = Latencies.slowestMedian(answers.values());
            Report report = new Report(
                    "What the console's pages ask, at %,d tasks and %,d fires".formatted(tasks, fires),
                    "one request after the other, %d for each, %s".formatted(count, session.stamp()),
                    List.of(Check.must(
                            "p50 of each ≤ %d ms".formatted(LIMIT_MILLIS),
                            Micros.millis(slowest) + " ms",
                            slowest <= LIMIT_MILLIS * Micros.MILLI)),
                    List.of(Tables.latencies(
                            "Time to answer", answers, "From sending the request to the last byte of the answer.")),
                    List.of(),
                    Latencies.data(answers));
            return session.finish(report);
        }
    }

    private void seed(Session session, Progress progress) throws IOException, SQLException {
        String prefix = "seed-model-";
        for (int model = 0; model < MODELS.size(); model++) {
            String task =
                    "{\"id\": \"%s%d\", \"schedule\": %s, \"action\": {\"type\": \"simulate\", \"duration\": \"PT0.02S\"}}"
                            .formatted(prefix, model, MODELS.get(model));
            Api.Answer answer = session.api().post("/v1/tasks", task, session.stamp() + "-" + model);
            if (answer.status() != 201 && answer.status() != 409) {
                throw new BenchException("The model task answered %d: %s".formatted(answer.status(), answer.body()));
            }
        }
        Path embedded = home == null ? session.directory().toAbsolutePath().resolve("home") : home;
        try (Seeding seeding = new Seeding(embedded, progress)) {
            seeding.tasks(prefix, MODELS.size(), tasks);
            seeding.fires(tasks, fires);
            seeding.figures();
        }
    }

    /** What the console asks, by page. */
    private static SequencedMap<String, String> pages() {
        Instant now = Instant.now();
        SequencedMap<String, String> pages = new LinkedHashMap<>();
        pages.put("now: system", "/v1/system");
        pages.put("now: stats", "/v1/stats");
        pages.put("now: last hour", "/v1/stats/history");
        pages.put("now: last day", "/v1/stats/history?step=PT15M&from=" + now.minus(Duration.ofDays(1)));
        pages.put("now: running", "/v1/fires?state=RUNNING&pageSize=20&include=usual");
        pages.put("now: workers", "/v1/workers");
        pages.put("upcoming: list", "/v1/upcoming?limit=200");
        pages.put("upcoming: hours", "/v1/upcoming/hours");
        pages.put("tasks: first page", "/v1/tasks?include=recent&pageSize=50");
        pages.put("tasks: by label", "/v1/tasks?include=recent&pageSize=50&label=team:team-7");
        pages.put("tasks: by text", "/v1/tasks?include=recent&pageSize=50&q=task%2099");
        pages.put("tasks: by state", "/v1/tasks?include=recent&pageSize=50&state=PAUSED");
        pages.put("grid: a day", "/v1/grid?limit=60");
        pages.put("grid: a month", "/v1/grid?limit=60&step=P1D&from=" + now.minus(Duration.ofDays(30)));
        pages.put("task: definition", "/v1/tasks/seed-0000007");
        pages.put("task: fires", "/v1/tasks/seed-0000007/fires?pageSize=50");
        pages.put("task: durations", "/v1/tasks/seed-0000007/durations?limit=200");
        pages.put("task: versions", "/v1/tasks/seed-0000007/versions");
        pages.put("task: audit", "/v1/audit?task=seed-0000007");
        pages.put("audit", "/v1/audit");
        pages.put("audit: by actor", "/v1/audit?actor=nobody");
        pages.put("fires: newest", "/v1/fires?pageSize=50");
        return pages;
    }

    private Latencies measure(Api api, String path) throws IOException {
        Latencies latencies = new Latencies();
        for (int i = -WARM_UP; i < count; i++) {
            long begin = System.nanoTime();
            Api.Answer answer = api.get(path);
            if (i >= 0) {
                latencies.add((System.nanoTime() - begin) / 1_000);
            }
            if (answer.status() != 200) {
                throw new BenchException("GET %s answered %d: %s".formatted(path, answer.status(), answer.body()));
            }
        }
        return latencies;
    }
}
