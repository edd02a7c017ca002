package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What follows a fire, and what triggers another task; the chain of docs/policies.md among them. */
@ExtendWith(SharedPunctual.class)
@Execution(ExecutionMode.CONCURRENT)
class FollowUpTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("..", "docs", "policies.md");

    private final Client client;
    private final Sink sink;

    FollowUpTest(World world) {
        this.client = world.client();
        this.sink = world.sink();
    }

    @Test
    void aFailureIsReportedOnceWithWhatIsKnownOfIt() {
        Map<String, Object> report = new HashMap<>(Client.http(sink.url() + "?state={{source.state}}"));
        report.put("body", Map.of("fire", "{{source.fireId}}", "error", "{{source.error}}"));
        client.create(
                "reports-failure",
                onceIn("PT0S"),
                failing(),
                Map.of("onFailure", report, "retry", Map.of("maxAttempts", 2, "initialInterval", "PT0.1S")));

        await().atMost(LIMIT)
                .until(() -> client.fires("reports-failure", "SUCCEEDED").size() == 1);

        List<JsonNode> fires = client.fires("reports-failure");
        assertThat(fires).hasSize(2);
        assertThat(text(fires.getFirst(), "state")).isEqualTo("FAILED");
        assertThat(text(fires.getLast(), "trigger")).isEqualTo("ON_FAILURE");
        assertThat(text(fires.getLast(), "source")).isEqualTo(text(fires.getFirst(), "id"));
        assertThat(sink.of("reports-failure")).hasSize(1);
        assertThat(text(client.task("reports-failure"), "state")).isEqualTo("COMPLETED");
    }

    @Test
    void aLateFireIsReportedOnce() {
        client.create(
                "reports-lateness",
                Client.onceAt(Instant.now().minusSeconds(30)),
                simulate("PT1S"),
                Map.of("onLate", Map.of("after", "PT10S", "action", Client.http(sink.url()))));

        await().atMost(LIMIT)
                .until(() -> client.fires("reports-lateness", "SUCCEEDED").size() == 2);

        assertThat(sink.of("reports-lateness")).hasSize(1);
        assertThat(client.fires("reports-lateness"))
                .extracting(fire -> text(fire, "trigger"))
                .containsExactlyInAnyOrder("SCHEDULE", "ON_LATE");
    }

    @Test
    void theChainOfThePageRuns() throws IOException {
        List<JsonNode> tasks = chain();
        assertThat(tasks).hasSize(2);
        tasks.forEach(task -> Client.ok(client.put("/v1/tasks/" + text(task, "id"), task)));
        String first = text(tasks.getLast(), "id");
        String second = text(tasks.getFirst(), "id");

        client.verb(first, "trigger", Map.of());

        await().atMost(LIMIT).until(() -> client.fires(second, "SUCCEEDED").size() == 1);
        JsonNode triggered = client.fires(second).getFirst();
        assertThat(text(triggered, "trigger")).isEqualTo("DEPENDENCY");
        await().atMost(LIMIT).until(() -> client.fires(first, "SUCCEEDED").size() == 2);
        JsonNode followUp = client.fires(first).getLast();
        assertThat(text(followUp, "trigger")).isEqualTo("ON_SUCCESS");
        assertThat(text(triggered, "source")).isEqualTo(text(followUp, "id"));
        assertThat(followUp.at("/outcome/fire").asString()).isEqualTo(text(triggered, "id"));
    }

    @Test
    void aTaskThatIsNotThereCannotBeTriggered() {
        client.create(
                "triggers-nobody", onceIn("PT0S"), Map.of("type", "trigger", "task", "nobody-of-this-name"), Map.of());

        await().atMost(LIMIT)
                .until(() -> client.fires("triggers-nobody", "FAILED").size() == 1);

        JsonNode fire = client.fires("triggers-nobody").getFirst();
        assertThat(fire.path("attempt").asInt()).isEqualTo(1);
        assertThat(fire.at("/error/type").asString()).isEqualTo("TASK_NOT_FOUND");
        assertThat(fire.at("/error/message").asString()).contains("nobody-of-this-name");
    }

    private static Map<String, Object> failing() {
        return Map.of("type", "simulate", "duration", "PT0S", "failureRate", 1);
    }

    /** The tasks below the heading, as the page has them. */
    private static List<JsonNode> chain() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## What follows a fire"));
        return Stream.of(section.split("```json\n", -1))
                .skip(1)
                .map(block -> Client.JSON.readTree(block.substring(0, block.indexOf("```"))))
                .filter(task -> text(task, "id").startsWith("chain-"))
                .toList();
    }
}
