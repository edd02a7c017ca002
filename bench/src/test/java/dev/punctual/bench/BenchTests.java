package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a fake: what they count is checked, never how fast this machine is. */
class BenchTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path results;

    @SuppressWarnings("NullAway.Init")
    FakePunctual punctual;

    @BeforeEach
    void start() throws IOException {
        punctual = new FakePunctual();
    }

    @AfterEach
    void close() {
        punctual.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", punctual.address().toString(), "--results", results.toString()));
        return Bench.commandLine().execute(all.toArray(String[]::new));
    }

    private Path directory() throws IOException {
        try (Stream<Path> runs = Files.list(results)) {
            return runs.toList().getFirst();
        }
    }

    private JsonNode summary() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(directory().resolve("summary.json")));
    }

    @Test
    void previewsAreTimedForEachSchedule() throws IOException {
        assertThat(run("preview", "--count", "20", "--warmup", "5")).isLessThan(Bench.FAILED);
        assertThat(summary().path("every 5 minutes").path("n").asInt()).isEqualTo(20);
        assertThat(Files.readString(directory().resolve("report.md"))).contains("Time to answer");
    }

    @Test
    void latenessOfRecurringTasksIsMeasuredAtTheSink() throws IOException {
        assertThat(run("lateness", "--rate", "20", "--duration", "2s", "--warmup", "1s", "--notice", "2s"))
                .isLessThan(Bench.FAILED);
        JsonNode payload = summary().path("payload");
        assertThat(payload.path("expected").asInt()).isEqualTo(40);
        for (String wrong : List.of("lost", "duplicate", "early", "notDue", "lostInWarmUp")) {
            assertThat(payload.path(wrong).asInt()).as(wrong).isZero();
        }
        assertThat(summary().path("book").path("lost").asInt()).isZero();
        assertThat(directory())
                .isDirectoryContaining(file -> file.endsWith("config.json"))
                .isDirectoryContaining(file -> file.endsWith("probes.csv"))
                .isDirectoryContaining(file -> file.endsWith("report.md"))
                .isDirectoryContaining(file -> file.endsWith("report.html"));
        assertThat(Files.readAllLines(directory().resolve("due.csv"))).hasSize(61);
        assertThat(Files.readAllLines(directory().resolve("ledger.csv"))).hasSizeGreaterThanOrEqualTo(61);
        assertThat(punctual.ended).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aFireThatNeverComesFailsTheRun() throws IOException {
        punctual.forget.set(2);
        assertThat(run(
                        "lateness",
                        "--kind",
                        "once",
                        "--rate",
                        "10",
                        "--duration",
                        "2s",
                        "--warmup",
                        "0s",
                        "--notice",
                        "2s",
                        "--grace",
                        "2s"))
                .isEqualTo(1);
        assertThat(summary().path("payload").path("lost").asInt()).isEqualTo(2);
        assertThat(summary().path("lateness").path("all").path("p99Millis").asString())
                .isEqualTo("never");
        assertThat(summary().path("passed").asBoolean()).isFalse();
    }

    @Test
    void aHerdOfSimulatedActionsIsMeasuredInTheBook() throws IOException {
        assertThat(run("herd", "--count", "700", "--warmup", "0s", "--notice", "2s", "--action", "simulate"))
                .isLessThan(Bench.FAILED);
        assertThat(summary().path("payload").path("expected").asInt()).isEqualTo(700);
        assertThat(summary().path("payload").path("lost").asInt()).isZero();
        assertThat(summary().path("bookStates").path("SUCCEEDED").asInt()).isEqualTo(700);
        assertThat(Files.readAllLines(directory().resolve("ledger.csv"))).hasSize(701);
    }

    @Test
    void anOverloadTellsWhatWasDoneMeanwhileAndHowLateTheUrgentTenthWas() throws IOException {
        assertThat(run("overload", "--capacity", "10", "--duration", "3s", "--warmup", "2s"))
                .isLessThan(Bench.FAILED);
        JsonNode payload = summary().path("payload");
        assertThat(payload.path("expected").asInt()).isPositive();
        assertThat(payload.path("lost").asInt()).isZero();
        assertThat(Files.readString(directory().resolve("report.md")))
                .contains("done a second", "the backlog drains", "priority 1", "a second of 20 offered");
        assertThat(punctual.ended).hasSize(200);
    }

    @Test
    void createsAreCountedWhenAcknowledgedAndLookedForAfterwards() throws IOException {
        punctual.busy.set(3);
        assertThat(run("creates", "--rate", "100", "--duration", "2s", "--warmup", "0s"))
                .isLessThan(Bench.FAILED);
        assertThat(summary().path("acknowledged").asInt()).isEqualTo(197);
        assertThat(summary().path("requestsByStatus").path("429").asInt()).isEqualTo(3);
        assertThat(summary().path("missing").asInt()).isZero();
        assertThat(summary().path("latency").path("all").path("maxMillis").asString())
                .isEqualTo("never");
        assertThat(punctual.ended).hasSize(197);
    }

    @Test
    void createsInBatchesByManyClients() throws IOException {
        assertThat(run("creates", "--concurrency", "2", "--batch", "5", "--duration", "1s", "--warmup", "0s"))
                .isLessThan(Bench.FAILED);
        assertThat(summary().path("acknowledged").asInt()).isPositive();
        assertThat(summary().path("acknowledged").asInt() % 5).isZero();
        assertThat(summary().path("missing").asInt()).isZero();
    }

    @Test
    void wrongUseIsToldByTheExitCode() {
        assertThat(run("lateness", "--rate", "many")).isEqualTo(Bench.FAILED);
        assertThat(run("creates", "--batch", "2000")).isEqualTo(Bench.FAILED);
        assertThat(run("herd", "--warmup", "soon")).isEqualTo(Bench.FAILED);
        assertThat(run("unknown")).isEqualTo(Bench.FAILED);
    }
}
