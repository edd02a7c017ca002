package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What pauses, overlaps and triggers do to fires. */
@ExtendWith(SharedPunctual.class)
@Execution(ExecutionMode.CONCURRENT)
class PolicyTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Client client;
    private final Sink sink;

    PolicyTest(World world) {
        this.client = world.client();
        this.sink = world.sink();
    }

    @Test
    void treatsInstantsOfAPauseAsTheResumeSays() {
        Map<String, Instant> firsts = new LinkedHashMap<>();
        Map<String, Instant> paused = new LinkedHashMap<>();
        for (String policy : List.of("LAST", "ALL", "NONE")) {
            String task = "pause-" + policy.toLowerCase(Locale.ROOT);
            firsts.put(task, instant(client.create(task, every("PT2S"), http(sink.url())), "nextFireAt"));
        }
        firsts.keySet()
                .forEach(
                        task -> await().atMost(LIMIT).until(() -> !sink.of(task).isEmpty()));
        firsts.keySet()
                .forEach(task -> paused.put(
                        task,
                        nextOnGrid(
                                requireNonNull(firsts.get(task)),
                                instant(client.verb(task, "pause", Map.of()), "updateTime"))));
        Instant enough = requireNonNull(paused.get("pause-none")).plus(STEP.multipliedBy(3));
        await().atMost(LIMIT).until(() -> Instant.now().isAfter(enough));
        Map<String, Instant> resumed = new LinkedHashMap<>();
        firsts.keySet()
                .forEach(task -> resumed.put(
                        task,
                        instant(
                                client.verb(
                                        task,
                                        "resume",
                                        Map.of("catchUp", task.substring(6).toUpperCase(Locale.ROOT))),
                                "updateTime")));

        firsts.forEach((task, first) -> {
            await().atMost(LIMIT)
                    .until(() -> sink.instants(task).stream()
                            .anyMatch(at ->
                                    at.isAfter(requireNonNull(resumed.get(task)).plus(STEP))));
            client.verb(task, "cancel", Map.of());
            Ledger ledger =
                    Ledger.of(client, task, STEP).isGridFrom(first, STEP).agreesWith(sink);
            List<String> missed = new ArrayList<>();
            for (Instant at = requireNonNull(paused.get(task));
                    !at.isAfter(requireNonNull(resumed.get(task)));
                    at = at.plus(STEP)) {
                missed.add(ledger.at(at));
            }
            assertThat(missed).hasSizeGreaterThanOrEqualTo(3);
            assertThat(missed.subList(0, missed.size() - 1))
                    .as(task)
                    .containsOnly(task.equals("pause-all") ? "SUCCEEDED" : "SKIPPED PAUSED");
            assertThat(missed.getLast()).as(task).isEqualTo(task.equals("pause-none") ? "SKIPPED PAUSED" : "SUCCEEDED");
        });
    }

    @Test
    void skipsWhatOverlaps() {
        Instant first = instant(client.create("overlap", every("PT1S"), simulate("PT3S")), "nextFireAt");

        await().atMost(LIMIT).until(() -> client.fires("overlap", "SUCCEEDED").size() >= 2);
        client.verb("overlap", "cancel", Map.of());

        Ledger ledger = Ledger.of(client, "overlap", Duration.ofSeconds(1)).isGridFrom(first, Duration.ofSeconds(1));
        assertThat(ledger.in("SKIPPED OVERLAP")).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode ran : client.fires("overlap", "SUCCEEDED")) {
            for (JsonNode other : client.fires("overlap", "SUCCEEDED")) {
                boolean during = instant(other, "claimedAt").isAfter(instant(ran, "claimedAt"))
                        && instant(other, "claimedAt").isBefore(instant(ran, "finishedAt"));
                assertThat(during).as("%s during %s", other, ran).isFalse();
            }
        }
    }

    @Test
    void firesAtOnceWhenTriggered() {
        Instant due = instant(client.create("triggered", onceIn("PT1H"), http(sink.url())), "nextFireAt");

        JsonNode fire = client.verb("triggered", "trigger", Map.of("wait", "PT30S"));

        assertThat(text(fire, "trigger")).isEqualTo("MANUAL");
        assertThat(text(fire, "state")).isEqualTo("SUCCEEDED");
        assertThat(sink.of("triggered")).hasSize(1);
        assertThat(instant(client.task("triggered"), "nextFireAt")).isEqualTo(due);
    }

    @Test
    void firesAtOnceWhenTriggeredInAPause() {
        client.create("triggered-paused", onceIn("PT1H"), http(sink.url()));
        client.verb("triggered-paused", "pause", Map.of("reason", "maintenance"));

        JsonNode fire = client.verb("triggered-paused", "trigger", Map.of("wait", "PT30S"));

        assertThat(text(fire, "state")).isEqualTo("SUCCEEDED");
        assertThat(text(client.task("triggered-paused"), "state")).isEqualTo("PAUSED");
    }

    private static Instant nextOnGrid(Instant first, Instant after) {
        long steps = Duration.between(first, after).dividedBy(STEP) + 1;
        return first.plus(STEP.multipliedBy(steps));
    }
}
