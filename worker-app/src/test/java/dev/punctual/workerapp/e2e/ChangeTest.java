package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A change that was acknowledged holds, whatever the worker was about to do. */
@ExtendWith(SharedPunctual.class)
class ChangeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RACES = 60;

    private final Client client;
    private final Sink sink;

    ChangeTest(World world) {
        this.client = world.client();
        this.sink = world.sink();
    }

    @Test
    void movesAFarAwayFireEarlier() {
        client.create("far-earlier", onceIn("PT1H"), http(sink.url()));
        firesOnlyAt("far-earlier", inSeconds(3));
    }

    @Test
    void movesAHeldFireLater() {
        Instant at = instant(client.create("held-later", onceIn("PT4S"), http(sink.url())), "nextFireAt");
        awaitClock(at.minusMillis(1_200));
        firesOnlyAt("held-later", at.plusSeconds(4));
    }

    @Test
    void movesAHeldFireEarlier() {
        Instant at = instant(client.create("held-earlier", onceIn("PT6S"), http(sink.url())), "nextFireAt");
        awaitClock(at.minusMillis(3_000));
        firesOnlyAt("held-earlier", at.minusMillis(1_500));
    }

    @Test
    void givesAHeldTaskAnotherSchedule() {
        Instant at = instant(client.create("held-put", onceIn("PT4S"), http(sink.url())), "nextFireAt");
        awaitClock(at.minusMillis(1_200));
        Instant other = at.plusSeconds(3);
        Client.ok(client.put("/v1/tasks/held-put", Map.of("schedule", onceAt(other), "action", http(sink.url()))));
        awaitOnlyAt("held-put", other);
    }

    @Test
    void firesNothingThatWasCancelledBefore() throws Exception {
        Instant base = inSeconds(8);
        Map<String, Instant> due = new LinkedHashMap<>();
        for (int i = 0; i < RACES; i++) {
            due.put("race-" + i, base.plusMillis(37L * i));
        }
        due.forEach((task, at) -> client.create(task, onceAt(at), http(sink.url())));
        Map<String, Instant> cancelled = new LinkedHashMap<>();
        try (ScheduledExecutorService executor = Executors.newScheduledThreadPool(8)) {
            Map<String, ScheduledFuture<JsonNode>> cancels = new LinkedHashMap<>();
            int i = 0;
            for (Map.Entry<String, Instant> entry : due.entrySet()) {
                // from 30 ms before the instant to 29 ms after it
                long wait = Duration.between(Instant.now(), entry.getValue()).toMillis() + i++ - RACES / 2;
                String task = entry.getKey();
                cancels.put(
                        task,
                        executor.schedule(() -> client.verb(task, "cancel", Map.of()), wait, TimeUnit.MILLISECONDS));
            }
            for (Map.Entry<String, ScheduledFuture<JsonNode>> entry : cancels.entrySet()) {
                cancelled.put(entry.getKey(), instant(entry.getValue().get(60, TimeUnit.SECONDS), "updateTime"));
            }
        }
        List<String> ran = new ArrayList<>();
        for (String task : due.keySet()) {
            await().atMost(LIMIT).until(() -> client.fires(task).stream().allMatch(fire -> fire.has("finishedAt")));
            for (JsonNode fire : client.fires(task)) {
                assertThat(instant(fire, "claimedAt"))
                        .as("claim of %s", fire)
                        .isBefore(requireNonNull(cancelled.get(task)))
                        .isAfterOrEqualTo(requireNonNull(due.get(task)));
                ran.add(task);
            }
            if (client.fires(task).isEmpty()) {
                assertThat(sink.of(task)).as("calls of a task that never fired").isEmpty();
            }
            assertThat(sink.of(task)).hasSizeLessThanOrEqualTo(1);
        }
        // otherwise there was no race
        assertThat(ran).isNotEmpty().hasSizeLessThan(RACES);
    }

    @Test
    void stopsWhatRunsWhenItsTaskIsCancelled() {
        client.create("long-run", onceIn("PT1S"), simulate("PT2M"), Map.of("timeout", "PT5M"));
        await().atMost(LIMIT).until(() -> client.fires("long-run", "RUNNING").size() == 1);

        client.verb("long-run", "cancel", Map.of());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.fires("long-run", "CANCELLED").size() == 1);
    }

    @Test
    void firesNothingOfADeletedTask() {
        Instant at = instant(client.create("deleted", onceIn("PT3S"), http(sink.url())), "nextFireAt");
        awaitClock(at.minusMillis(1_000));

        assertThat(client.delete("/v1/tasks/deleted").status()).isEqualTo(204);

        awaitClock(at.plusSeconds(4));
        assertThat(text(client.task("deleted"), "state")).isEqualTo("CANCELLED");
        assertThat(client.fires("deleted")).isEmpty();
        assertThat(sink.of("deleted")).isEmpty();
    }

    private void firesOnlyAt(String task, Instant at) {
        client.verb(task, "reschedule", Map.of("at", at.toString()));
        awaitOnlyAt(task, at);
    }

    private void awaitOnlyAt(String task, Instant at) {
        await().atMost(LIMIT).until(() -> text(client.task(task), "state").equals("COMPLETED"));
        assertThat(sink.instants(task)).containsExactly(at);
        assertThat(client.fires(task, "SUCCEEDED")).hasSize(1);
        assertThat(instant(client.fires(task).getLast(), "startedAt")).isAfterOrEqualTo(at);
    }

    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MICROS);
    }

    private static void awaitClock(Instant at) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().isAfter(at));
    }
}
