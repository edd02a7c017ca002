package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import dev.punctual.bench.check.ArrivalFile;
import dev.punctual.bench.check.Book;
import dev.punctual.bench.check.BookReader;
import dev.punctual.bench.check.Checker;
import dev.punctual.bench.check.Evidence;
import dev.punctual.bench.check.RequestLog;
import dev.punctual.bench.check.Violation;
import dev.punctual.bench.check.Window;
import dev.punctual.bench.faults.Scenario.Planned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One scenario played against a Punctual of its own, and judged. */
final class FaultRun {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Pattern COUNTER =
            Pattern.compile("(?m)^punctual_fires_total\\{.*state=\"([A-Z_]+)\".*} ([0-9.E]+)$");

    private final Scenario scenario;
    private final Path directory;
    private final Consumer<String> progress;

    FaultRun(Scenario scenario, Path directory, Consumer<String> progress) {
        this.scenario = scenario;
        this.directory = directory;
        this.progress = progress;
    }

    /** What the checker needs beside the two ledgers. */
    record Snapshot(
            Book book,
            List<Evidence.Observation> observations,
            List<Window> windows,
            Instant horizon,
            Evidence.ProcessFacts process) {}

    /** Plays it and writes down everything; the violations are what {@link #judge} says. */
    void play(Map<String, String> environment) {
        write("scenario.json", scenario.data());
        byte[] key = new byte[32];
        new SplittableRandom(scenario.seed()).nextBytes(key);
        String secret = Base64.getEncoder().encodeToString(key);
        try (ArrivalFile ledger = new ArrivalFile(directory.resolve("payload.jsonl"));
                FaultSink sink = new FaultSink(ledger);
                RequestLog log = new RequestLog(directory.resolve("requests.jsonl"))) {
            Fleet fleet = new Fleet(environment, directory, secret, scenario.twoWorkers());
            Thread atExit = new Thread(fleet::close, "end-fleet");
            Runtime.getRuntime().addShutdownHook(atExit);
            try (fleet;
                    FaultClient client = new FaultClient(fleet.address(), log)) {
                FaultInjector faults = new FaultInjector(fleet, client);
                fleet.start();
                faults.awaitReady();
                if (fleet.hasSecond()) {
                    fleet.second().start();
                    awaitSecond(fleet, log);
                }
                play(sink, fleet, client, faults, secret);
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private static void awaitSecond(Fleet fleet, RequestLog log) {
        try (FaultClient client = new FaultClient(fleet.second().address(), log)) {
            client.awaitReady(() ->
                    "it is the second worker. See %s.".formatted(fleet.second().log()));
        }
    }

    private void play(FaultSink sink, Fleet fleet, FaultClient client, FaultInjector faults, String secret) {
        Instant begin = Instant.now().plusMillis(500).truncatedTo(ChronoUnit.MILLIS);
        Instant end = begin.plusMillis(scenario.millis());
        progress.accept("playing %d actions and %d faults"
                .formatted(scenario.actions().size(), scenario.faults().size()));
        Users users = new Users(client, sink.url(), begin, end.plus(SETTLING.dividedBy(2)));
        users.start(scenario);
        Observer observer = new Observer(client);
        try {
            for (Planned planned : scenario.faults()) {
                Instant at = begin.plusMillis(planned.at());
                Users.sleepUntil(at);
                progress.accept("%s for %d ms".formatted(planned.fault(), planned.millis()));
                faults.inject(planned);
            }
            Users.sleepUntil(end);
            users.await();
            faults.awaitReady();
            Instant horizon = Instant.now().truncatedTo(ChronoUnit.MICROS);
            progress.accept("settling");
            settle(fleet, horizon);
            // what is seen later than the book is read cannot be compared with it
            observer.stop();
            Book book = read(fleet);
            // the counters of one process say nothing of what the other one did
            Map<String, Long> metrics = fleet.hasSecond() ? Map.of() : metrics(client);
            Instant startedAt = fleet.startedAt();
            fleet.stopAll();
            Evidence.ProcessFacts facts = new Evidence.ProcessFacts(
                    startedAt, metrics, Traces.deadlocks(fleet), Traces.of(fleet, directory, secret));
            write("evidence.json", new Snapshot(book, observer.observations(), faults.windows(), horizon, facts));
        } finally {
            observer.stop();
        }
    }

    /** Waits until nothing that was due is open. */
    private void settle(Fleet fleet, Instant horizon) {
        Instant deadline = Instant.now().plus(SETTLING);
        String sql = """
                select (select count(*) from fire f join task t using (namespace)
                        where t.id = f.task and t.state <> 'PAUSED' and f.finished_at is null and f.scheduled_for <= '%1$s')
                    + (select count(*) from task where state = 'ACTIVE' and next_fire_at <= '%1$s')
                """.formatted(horizon);
        long left = -1;
        while (left != 0 && Instant.now().isBefore(deadline)) {
            try (Connection connection = fleet.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                left = row.next() ? row.getLong(1) : -1;
            } catch (SQLException e) {
                throw new BenchException("The book cannot be read while the run settles (%s)".formatted(e), e);
            }
            Users.sleepUntil(Instant.now().plusMillis(500));
        }
        // the counters follow the commits
        Users.sleepUntil(Instant.now().plusMillis(500));
    }

    private static Book read(Fleet fleet) {
        try (Connection connection = fleet.connect()) {
            return BookReader.read(connection);
        } catch (SQLException e) {
            throw new BenchException("The book cannot be read (%s)".formatted(e), e);
        }
    }

    private static Map<String, Long> metrics(FaultClient client) {
        Map<String, Long> counters = new HashMap<>();
        Matcher lines = COUNTER.matcher(client.get("/actuator/prometheus").body());
        while (lines.find()) {
            counters.merge(lines.group(1), (long) Double.parseDouble(lines.group(2)), Long::sum);
        }
        return counters;
    }

    private void write(String name, Object value) {
        try {
            Files.writeString(directory.resolve(name), JSON.writeValueAsString(value) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written in %s".formatted(name, directory), e);
        }
    }

    /** Judges what a run has left in a directory. */
    static List<Violation> judge(Path directory) {
        try {
            Snapshot snapshot = JSON.readValue(Files.readString(directory.resolve("evidence.json")), Snapshot.class);
            return Checker.judge(new Evidence(
                    RequestLog.read(directory.resolve("requests.jsonl")),
                    ArrivalFile.read(directory.resolve("payload.jsonl")),
                    snapshot.book(),
                    snapshot.observations(),
                    snapshot.windows(),
                    snapshot.horizon(),
                    snapshot.process()));
        } catch (IOException e) {
            throw new UncheckedIOException("There is no complete run in " + directory, e);
        }
    }
}
