package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What runs in a workflow of its own, and what each overlap policy makes of a schedule that is too quick for its action. */
@ExtendWith(SharedPunctual.class)
@Execution(ExecutionMode.CONCURRENT)
class DispatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(1);

    /** A timeout that has a fire dispatched whatever its queue is like. */
    private static final String LONG = "PT5M";

    private final Client client;
    private final Sink sink;

    DispatchTest(World world) {
        this.client = world.client();
        this.sink = world.sink();
    }

    @Test
    void aPrioritisedTaskFiresOnceAndNotBeforeItsInstant() {
        Instant due = instant(
                client.create("prioritised", onceIn("PT2S"), http(sink.url()), Map.of("priority", 1, "timeout", LONG)),
                "nextFireAt");

        await().atMost(LIMIT)
                .until(() -> text(client.task("prioritised"), "state").equals("COMPLETED"));

        assertThat(sink.instants("prioritised")).containsExactly(due);
        assertThat(sink.of("prioritised").getFirst().at()).isAfterOrEqualTo(due);
        assertThat(client.fires("prioritised", "SUCCEEDED")).hasSize(1);
    }

    @Test
    void aRecurringTaskKeepsItsGridWhenItsAttemptsAreDispatched() {
        Instant first = instant(
                client.create("prioritised-grid", every("PT1S"), http(sink.url()), Map.of("fairnessKey", "tenant-1")),
                "nextFireAt");

        await().atMost(LIMIT).until(() -> sink.of("prioritised-grid").size() >= 5);
        client.verb("prioritised-grid", "cancel", Map.of());

        Ledger.of(client, "prioritised-grid", STEP).isGridFrom(first, STEP).agreesWith(sink);
    }

    @Test
    void whatFailsIsTriedAgainAsThePolicySays() {
        Map<String, Object> failing = new HashMap<>(simulate("PT0S"));
        failing.put("failureRate", 1);
        client.create(
                "dispatched-failing",
                onceIn("PT1S"),
                failing,
                Map.of("priority", 2, "timeout", LONG, "retry", Map.of("maxAttempts", 3, "initialInterval", "PT0.2S")));

        await().atMost(LIMIT)
                .until(() -> text(client.task("dispatched-failing"), "state").equals("COMPLETED"));

        List<JsonNode> failed = client.fires("dispatched-failing", "FAILED");
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().path("attempt").asInt()).isEqualTo(3);
    }

    @Test
    void whatOutlastsItsBeginIsMadeOnceAndTriedAgain() {
        Map<String, Object> failing = new HashMap<>(simulate("PT6S"));
        failing.put("failureRate", 1);
        Map<String, Object> retry = Map.of("maxAttempts", 2, "initialInterval", "PT0.2S");
        client.create("long-failing", onceIn("PT1S"), failing, Map.of("timeout", LONG, "retry", retry));
        client.create("long-good", onceIn("PT1S"), simulate("PT8S"), Map.of("timeout", LONG, "retry", retry));

        await().atMost(LIMIT)
                .until(() -> text(client.task("long-good"), "state").equals("COMPLETED")
                        && text(client.task("long-failing"), "state").equals("COMPLETED"));

        assertThat(client.fires("long-good", "SUCCEEDED")
                        .getFirst()
                        .path("attempt")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.fires("long-failing", "FAILED")
                        .getFirst()
                        .path("attempt")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void allowAllRunsThemBesideEachOther() {
        create("allow-all", "ALLOW_ALL", "PT4S");

        await().atMost(LIMIT).until(() -> client.fires("allow-all", "RUNNING").size() >= 3);
        await().atMost(LIMIT).until(() -> client.fires("allow-all", "SUCCEEDED").size() >= 3);
        client.verb("allow-all", "cancel", Map.of());

        await().atMost(LIMIT).until(() -> client.fires("allow-all", "RUNNING").isEmpty());
        assertThat(client.fires("allow-all", "SKIPPED")).isEmpty();
        assertThat(client.fires("allow-all", "CANCELLED"))
                .as("what the cancel stopped")
                .isNotEmpty();
    }

    @Test
    void bufferAllRunsThemAllOneAfterTheOther() {
        create("buffer-all", "BUFFER_ALL", "PT2S");

        await().atMost(LIMIT)
                .until(() -> client.fires("buffer-all", "SUCCEEDED").size() >= 4);
        List<JsonNode> ran = client.fires("buffer-all", "SUCCEEDED");
        client.verb("buffer-all", "cancel", Map.of());

        for (int i = 1; i < 4; i++) {
            assertThat(instant(ran.get(i), "scheduledFor"))
                    .isEqualTo(instant(ran.get(i - 1), "scheduledFor").plus(STEP));
            assertThat(instant(ran.get(i), "claimedAt")).isAfterOrEqualTo(instant(ran.get(i - 1), "finishedAt"));
        }
        assertThat(client.fires("buffer-all", "SKIPPED")).isEmpty();
    }

    @Test
    void bufferOneRunsTheFirstThatCameAndRecordsTheRest() {
        create("buffer-one", "BUFFER_ONE", "PT3S");

        await().atMost(LIMIT)
                .until(() -> client.fires("buffer-one", "SUCCEEDED").size() >= 3);
        List<JsonNode> ran = client.fires("buffer-one", "SUCCEEDED");
        client.verb("buffer-one", "cancel", Map.of());

        assertThat(instant(ran.get(1), "scheduledFor"))
                .as("the first that came during the first run")
                .isEqualTo(instant(ran.get(0), "scheduledFor").plus(STEP));
        assertThat(client.fires("buffer-one", "SKIPPED"))
                .isNotEmpty()
                .allSatisfy(skipped -> assertThat(text(skipped, "reason")).isEqualTo("OVERLAP"));
    }

    @Test
    void cancelRunningStopsTheEarlierOne() {
        create("cancel-running", "CANCEL_RUNNING", "PT30S");

        await().atMost(LIMIT)
                .until(() -> client.fires("cancel-running", "CANCELLED").size() >= 3);
        List<JsonNode> stopped = client.fires("cancel-running", "CANCELLED");
        client.verb("cancel-running", "cancel", Map.of());

        assertThat(stopped).allSatisfy(fire -> {
            assertThat(text(fire.path("error"), "type")).isEqualTo("OVERLAP");
            assertThat(Duration.between(instant(fire, "claimedAt"), instant(fire, "finishedAt")))
                    .isLessThan(Duration.ofSeconds(20));
        });
    }

    @Test
    void terminateRunningEndsTheEarlierOne() {
        create("terminate-running", "TERMINATE_RUNNING", "PT30S");

        await().atMost(LIMIT)
                .until(() -> client.fires("terminate-running", "CANCELLED").size() >= 3);
        List<JsonNode> running = client.fires("terminate-running", "RUNNING");
        client.verb("terminate-running", "cancel", Map.of());

        assertThat(running).as("at most one runs by the book").hasSizeLessThanOrEqualTo(1);
        await().atMost(LIMIT)
                .until(() -> client.fires("terminate-running", "RUNNING").isEmpty());
    }

    @Test
    void aCancelStopsADispatchedAttempt() {
        client.create("dispatched-cancel", onceIn("PT0S"), simulate("PT10M"), Map.of("timeout", "PT12M"));
        await().atMost(LIMIT)
                .until(() -> client.fires("dispatched-cancel", "RUNNING").size() == 1);

        client.verb("dispatched-cancel", "cancel", Map.of());

        await().atMost(LIMIT)
                .until(() -> client.fires("dispatched-cancel", "CANCELLED").size() == 1);
    }

    private void create(String task, String policy, String duration) {
        client.create(task, every("PT1S"), simulate(duration), Map.of("overlapPolicy", policy, "timeout", "PT60S"));
    }
}
