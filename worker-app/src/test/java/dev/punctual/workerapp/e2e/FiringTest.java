package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPunctual.class)
@Execution(ExecutionMode.CONCURRENT)
class FiringTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Client client;
    private final Sink sink;

    FiringTest(World world) {
        this.client = world.client();
        this.sink = world.sink();
    }

    @Test
    void firesATaskOnceAtItsInstant() {
        JsonNode task = client.create("fire-once", onceIn("PT3S"), http(sink.url()));
        Instant at = instant(task, "nextFireAt");

        await().atMost(LIMIT)
                .until(() -> text(client.task("fire-once"), "state").equals("COMPLETED"));

        List<JsonNode> fires = client.fires("fire-once");
        assertThat(fires).hasSize(1);
        assertThat(text(fires.getFirst(), "state")).isEqualTo("SUCCEEDED");
        assertThat(instant(fires.getFirst(), "scheduledFor")).isEqualTo(at);
        assertThat(instant(fires.getFirst(), "startedAt")).isAfterOrEqualTo(at);
        assertThat(instant(fires.getFirst(), "wokenAt"))
                .as("held for its instant")
                .isBefore(at);
        assertThat(sink.instants("fire-once")).containsExactly(at);
        assertThat(sink.of("fire-once").getFirst().at()).isAfterOrEqualTo(at.minusMillis(5));
        assertThat(sink.of("fire-once").getFirst().fire()).isEqualTo(text(fires.getFirst(), "id"));
    }

    @Test
    void keepsARecurringTaskOnItsGrid() {
        Instant first = instant(client.create("grid", every("PT2S"), http(sink.url())), "nextFireAt");

        await().atMost(LIMIT).until(() -> sink.of("grid").size() >= 6);
        client.verb("grid", "cancel", Map.of());

        List<Instant> ran = sink.instants("grid");
        assertThat(ran)
                .containsExactlyElementsOf(IntStream.range(0, ran.size())
                        .mapToObj(i -> first.plusSeconds(2L * i))
                        .toList());
        assertThat(client.fires("grid", "SUCCEEDED")).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void countsAFixedDelayFromTheEndOfEachRun() {
        client.create("delayed", Map.of("type", "interval", "every", "PT1S", "mode", "FIXED_DELAY"), http(sink.url()));

        await().atMost(LIMIT).until(() -> client.fires("delayed", "SUCCEEDED").size() >= 3);
        client.verb("delayed", "cancel", Map.of());

        List<JsonNode> fires = client.fires("delayed", "SUCCEEDED");
        for (int i = 1; i < fires.size(); i++) {
            assertThat(instant(fires.get(i), "scheduledFor"))
                    .isEqualTo(instant(fires.get(i - 1), "finishedAt").plusSeconds(1));
        }
    }

    @Test
    void triesAgainWhatFailed() {
        String url = sink.urlAnswering("twice-500", 500, 500, 200);
        client.create(
                "retried",
                onceIn("PT1S"),
                http(url),
                Map.of("retry", Map.of("maxAttempts", 3, "initialInterval", "PT0.5S")));

        await().atMost(LIMIT).until(() -> text(client.task("retried"), "state").equals("COMPLETED"));

        JsonNode fire = client.fires("retried").getFirst();
        JsonNode whole = Client.ok(client.get("/v1/fires/" + text(fire, "id")));
        assertThat(text(whole, "state")).isEqualTo("SUCCEEDED");
        assertThat(whole.get("attempts").valueStream().map(attempt -> text(attempt, "state")))
                .containsExactly("FAILED", "FAILED", "SUCCEEDED");
        assertThat(sink.of("retried").stream().map(Sink.Arrival::attempt)).containsExactly(1, 2, 3);
    }

    @Test
    void stopsAnAttemptThatTakesTooLong() {
        client.create(
                "slow",
                onceIn("PT1S"),
                http(sink.urlSilent()),
                Map.of("timeout", "PT1S", "retry", Map.of("maxAttempts", 1)));

        await().atMost(LIMIT).until(() -> text(client.task("slow"), "state").equals("COMPLETED"));

        assertThat(client.fires("slow")).hasSize(1);
        assertThat(text(client.fires("slow").getFirst(), "state")).isEqualTo("TIMED_OUT");
    }
}
