package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Acting on tasks and fires: the examples of docs/acting.md, and how soon a cancelled fire stops. */
class ActingTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("..", "docs", "acting.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "```http\n(GET|PUT|POST) (\\S+) (\\d+)( \\w+)?\n(.*?)```\n```json\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    private static Path directory;

    private static Servers servers;
    private static PunctualProcess punctual;
    private static Client client;

    @BeforeAll
    static void start() {
        servers = new Servers(directory);
        punctual = PunctualProcess.connected(directory, servers, "--punctual.actions.command.allow=/bin/sh")
                .start();
        client = punctual.client();
    }

    @AfterAll
    static void stop() {
        punctual.close();
        servers.close();
    }

    @Test
    void theExamplesOfThePageAreTrue() throws IOException {
        String page = Files.readString(PAGE);
        Matcher example = EXAMPLE.matcher(page);
        String fire = "";
        int examples = 0;
        while (example.find()) {
            String call = example.group(1) + " " + example.group(2).replace("{fire}", fire);
            String wanted = example.group(4) == null ? "" : example.group(4).strip();
            Client.Answer answer = send(call, example.group(5));
            for (Instant end = Instant.now().plus(LIMIT);
                    !wanted.isEmpty()
                            && !text(answer.body(), "state").equals(wanted)
                            && Instant.now().isBefore(end); ) {
                answer = send(call, example.group(5));
            }
            assertThat(answer.status()).as("%s: %s", call, answer.body()).isEqualTo(Integer.parseInt(example.group(3)));
            Examples.assertContains(answer.body(), Client.JSON.readTree(example.group(6)), call + " ");
            if (answer.body().has("trigger")) {
                fire = text(answer.body(), "id");
            }
            examples++;
        }
        assertThat(examples).isEqualTo(page.split("```http\n", -1).length - 1).isGreaterThan(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "dispatched"})
    void aCancelledCommandStopsWithinTwoSeconds(String kind) {
        String id = "stopped-" + kind;
        String word = "word-" + UUID.randomUUID();
        Map<String, Object> more = kind.equals("default")
                ? Map.of("retry", Map.of("maxAttempts", 5))
                : Map.of("retry", Map.of("maxAttempts", 5), "timeout", "PT5M");
        client.create(id, onceIn("PT0S"), sh("trap 'exit 7' TERM; while :; do sleep 0.1; done", word), more);
        await().atMost(LIMIT).until(() -> runs(word));
        String fire = text(client.fires(id).getFirst(), "id");

        long asked = System.nanoTime();
        JsonNode stopping = Client.ok(client.post("/v1/fires/" + fire + ":cancel", Map.of()));
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> state(fire).equals("CANCELLED"));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        assertThat(stopping.path("stopping").asBoolean()).isTrue();
        assertThat(runs(word)).isFalse();
        JsonNode ended = Client.ok(client.get("/v1/fires/" + fire));
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        assertThat(ended.at("/error/message").asString()).contains("cancelled the fire");
        assertThat(client.post("/v1/fires/" + fire + ":cancel", Map.of()).status())
                .isEqualTo(409);
        await().atMost(LIMIT).until(() -> text(client.task(id), "state").equals("COMPLETED"));
    }

    @Test
    void whatIsMadeAgainActsForTheInstantOfTheFirst() {
        client.create(
                "made-again", onceIn("PT0S"), sh("echo $PUNCTUAL_SCHEDULED_FOR $1", "{{scheduledFor}}"), Map.of());
        await().atMost(LIMIT)
                .until(() -> text(client.task("made-again"), "state").equals("COMPLETED"));
        JsonNode first = client.fires("made-again").getFirst();

        JsonNode again = Client.ok(client.post("/v1/fires/" + text(first, "id") + ":retry", Map.of()));
        await().atMost(LIMIT).until(() -> state(text(again, "id")).equals("SUCCEEDED"));

        JsonNode ended = Client.ok(client.get("/v1/fires/" + text(again, "id")));
        assertThat(ended.at("/outcome/stdout")).isEqualTo(first.at("/outcome/stdout"));
        assertThat(text(ended, "retryOf")).isEqualTo(text(first, "id"));
        assertThat(instant(ended, "actsFor")).isEqualTo(instant(first, "scheduledFor"));
    }

    @Test
    void aRetryThatWaitsIsCancelledAtOnce() {
        client.create(
                "waits",
                onceIn("PT0S"),
                sh("exit 3"),
                Map.of("retry", Map.of("maxAttempts", 5, "initialInterval", "PT10M", "maxInterval", "PT10M")));
        await().atMost(LIMIT).until(() -> client.fires("waits", "RETRYING").size() == 1);

        String fire = text(client.fires("waits").getFirst(), "id");
        JsonNode ended = Client.ok(client.post("/v1/fires/" + fire + ":cancel", Map.of()));

        assertThat(text(ended, "state")).isEqualTo("CANCELLED");
        await().atMost(LIMIT).until(() -> text(client.task("waits"), "state").equals("COMPLETED"));
    }

    private static String state(String fire) {
        return text(Client.ok(client.get("/v1/fires/" + fire)), "state");
    }

    private static Client.Answer send(String call, String body) {
        String path = call.substring(call.indexOf(' ') + 1);
        Object sent = body.isBlank() ? Map.of() : Client.JSON.readTree(body);
        return switch (call.substring(0, call.indexOf(' '))) {
            case "GET" -> client.get(path);
            case "PUT" -> client.put(path, sent);
            default -> client.post(path, sent);
        };
    }

    private static Map<String, Object> sh(String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(List.of(arguments));
        return Map.of("type", "command", "argv", argv);
    }

    private static boolean runs(String word) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(word));
    }
}
