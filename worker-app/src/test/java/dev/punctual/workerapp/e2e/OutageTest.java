package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Kills what can be killed. */
@TestInstance(Lifecycle.PER_CLASS)
class OutageTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Sink sink = new Sink();
    private final Path directory;
    private final PunctualProcess punctual;
    private final Client client;

    OutageTest(@TempDir Path directory) {
        this.directory = directory;
        this.punctual = PunctualProcess.embedded(directory);
        this.client = punctual.client();
    }

    @BeforeAll
    void start() {
        punctual.start();
    }

    @AfterAll
    void stop() {
        punctual.close();
        sink.close();
    }

    @Test
    void losesAndDoublesNothingWhenEverythingIsKilled() {
        Map<String, Instant> firsts = Map.of(
                "kill-last", recurring("kill-last", "LAST"),
                "kill-all", recurring("kill-all", "ALL"),
                "kill-none", recurring("kill-none", "NONE"));
        Instant due = instant(client.create("kill-once", onceIn("PT9S"), http(sink.url())), "nextFireAt");
        firsts.keySet().forEach(task -> awaitCalls(task, 2));

        punctual.kill9();
        Instant killed = Instant.now();
        // longer than what counts as late rather than missed
        Instant back = killed.plusSeconds(14);
        await().atMost(LIMIT).until(() -> Instant.now().isAfter(back));
        punctual.start();

        firsts.keySet()
                .forEach(task -> await().atMost(LIMIT)
                        .until(() -> sink.instants(task).stream().anyMatch(at -> at.isAfter(back.plusSeconds(6)))));
        await().atMost(LIMIT)
                .until(() -> text(client.task("kill-once"), "state").equals("COMPLETED"));
        firsts.forEach((task, first) -> {
            endAndCheck(task, first);
            Ledger ledger = Ledger.of(client, task, STEP);
            List<Instant> missed = ledger.in("SKIPPED CATCH_UP");
            if (task.equals("kill-all")) {
                assertThat(missed).isEmpty();
            } else {
                assertThat(missed)
                        .as(task)
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allMatch(at -> at.isAfter(killed.minus(STEP)));
            }
        });
        assertThat(sink.instants("kill-once")).containsExactly(due);
    }

    @Test
    void goesOnWhenTemporalIsKilled() {
        survives("temporal-killed", "start-dev");
    }

    @Test
    void goesOnWhenPostgresIsKilled() {
        survives("postgres-killed", "bin/postgres");
    }

    private void survives(String task, String server) {
        Instant first = recurring(task, "ALL");
        Instant due = instant(client.create(task + "-once", onceIn("PT5S"), http(sink.url())), "nextFireAt");
        awaitCalls(task, 2);

        punctual.kill9(server);
        Instant killed = Instant.now();

        await().atMost(LIMIT)
                .until(() -> sink.instants(task).stream().anyMatch(at -> at.isAfter(killed.plusSeconds(10))));
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> text(client.task(task + "-once"), "state").equals("COMPLETED"));
        endAndCheck(task, first);
        assertThat(sink.instants(task + "-once")).containsExactly(due);
    }

    @Test
    void restoresWhatTemporalForgot() throws IOException {
        Instant due = Instant.now().plusSeconds(40).truncatedTo(ChronoUnit.MICROS);
        client.create("forgotten", onceAt(due), http(sink.url()));
        Instant first = recurring("forgotten-grid", "LAST");
        awaitCalls("forgotten-grid", 1);

        punctual.terminate();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("home"), "temporal.db*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        punctual.start();

        await().atMost(LIMIT)
                .until(() -> text(client.task("forgotten"), "state").equals("COMPLETED"));
        endAndCheck("forgotten-grid", first);
        assertThat(sink.instants("forgotten")).containsExactly(due);
        assertThat(Duration.between(due, sink.of("forgotten").getFirst().at())).isLessThan(Duration.ofSeconds(15));
    }

    private Instant recurring(String task, String catchUp) {
        return instant(
                client.create(task, every("PT2S"), http(sink.url()), Map.of("catchUp", Map.of("policy", catchUp))),
                "nextFireAt");
    }

    private void awaitCalls(String task, int calls) {
        await().atMost(LIMIT).until(() -> sink.of(task).size() >= calls);
    }

    private void endAndCheck(String task, Instant first) {
        client.verb(task, "cancel", Map.of());
        await().atMost(LIMIT).until(() -> client.fires(task).stream().allMatch(fire -> fire.has("finishedAt")));
        Ledger ledger = Ledger.of(client, task, STEP).isGridFrom(first, STEP).agreesWith(sink);
        assertThat(ledger.in("LOST")).isEmpty();
        assertThat(ledger.in("FAILED")).isEmpty();
    }
}
