package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Actions on a Punctual whose operator allows them: the examples of docs/actions.md, and what becomes of a command. */
class ActionTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("..", "docs", "actions.md");

    @TempDir
    private static Path directory;

    private static Servers servers;
    private static PunctualProcess punctual;
    private static Sink sink;
    private static Client client;

    @BeforeAll
    static void start() {
        sink = new Sink();
        servers = new Servers(directory);
        punctual = PunctualProcess.connected(
                        directory,
                        servers,
                        "--punctual.actions.command.allow=/bin/sh",
                        "--punctual.secrets.partner=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "--punctual.actions.sql.data-sources.reports.url=" + servers.postgres.url(),
                        "--punctual.actions.sql.data-sources.reports.username=" + servers.postgres.username(),
                        "--punctual.actions.sql.data-sources.reports.password=" + servers.postgres.password(),
                        "--punctual.actions.sql.data-sources.reports.read-only=true")
                .start();
        client = punctual.client();
    }

    @AfterAll
    static void stop() {
        punctual.close();
        servers.close();
        sink.close();
    }

    @TestFactory
    Stream<DynamicTest> everyExampleOfThePageIsTrue() throws IOException {
        List<JsonNode> blocks = blocks(Files.readString(PAGE));
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(10);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i + 1 < blocks.size(); i += 2) {
            String id = "actions-page-" + (i / 2 + 1);
            JsonNode task = blocks.get(i);
            JsonNode fire = blocks.get(i + 1);
            tests.add(DynamicTest.dynamicTest(id, () -> endsAs(id, task, fire)));
        }
        return tests.stream();
    }

    @Test
    void stopsACommandWhenItsTaskIsCancelled() {
        String word = "cancelled-" + UUID.randomUUID();
        client.create(
                "cancelled-command", onceIn("PT0S"), sh("trap '' TERM; while :; do sleep 0.1; done", word), Map.of());
        await().atMost(LIMIT).until(() -> runs(word));

        client.verb("cancelled-command", "cancel", Map.of());

        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.fires("cancelled-command", "CANCELLED").size() == 1);
        assertThat(runs(word)).isFalse();
        assertThat(client.fires("cancelled-command")
                        .getFirst()
                        .at("/outcome/stdout")
                        .asString("none"))
                .isEmpty();
    }

    @Test
    void givesTheNextAttemptTheCheckpointAndShowsTheProgress() {
        String script = """
                echo "from [$PUNCTUAL_CHECKPOINT]"
                echo "::punctual progress $((40 * PUNCTUAL_ATTEMPT)) file $PUNCTUAL_ATTEMPT"
                echo "::punctual checkpoint file-$PUNCTUAL_ATTEMPT"
                [ $PUNCTUAL_ATTEMPT -gt 1 ]
                """;
        client.create(
                "checkpoint",
                onceIn("PT0S"),
                sh(script, "checkpoint"),
                Map.of("retry", Map.of("maxAttempts", 2, "initialInterval", "PT0.1S")));

        await().atMost(LIMIT)
                .until(() -> client.fires("checkpoint", "SUCCEEDED").size() == 1);

        JsonNode fire = client.fires("checkpoint").getFirst();
        assertThat(fire.at("/outcome/stdout").asString()).isEqualTo("from [file-1]\n");
        assertThat(fire.at("/progress/percent").asInt()).isEqualTo(80);
        assertThat(fire.at("/progress/message").asString()).isEqualTo("file 2");
        assertThat(fire.at("/progress/checkpoint").asString()).isEqualTo("file-2");
    }

    @Test
    void letsNoCommandOutliveItsWorker() throws IOException {
        String word = "orphan-" + UUID.randomUUID();
        Path log = directory.resolve(word);
        String script = "echo $PUNCTUAL_ATTEMPT >>$2; [ $PUNCTUAL_ATTEMPT -gt 1 ] && exit; while :; do sleep 0.1; done";
        client.create(
                "orphaned-command",
                onceIn("PT0S"),
                sh(script, word, log.toString()),
                Map.of("timeout", "PT5M", "retry", Map.of("maxAttempts", 2, "initialInterval", "PT0.1S")));
        await().atMost(LIMIT).until(() -> runs(word));

        // the process alone, and nothing that it started
        ProcessHandle.of(punctual.pid()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> !runs(word));
        punctual.start();

        await().atMost(LIMIT)
                .until(() -> client.fires("orphaned-command", "SUCCEEDED").size() == 1);
        assertThat(Files.readAllLines(log)).containsExactly("1", "2");
    }

    @Test
    void neverShowsWhatTheOperatorKeepsSecret() {
        assertThat(client.post(
                                "/v1/tasks",
                                Map.of(
                                        "schedule",
                                        onceIn("PT1H"),
                                        "action",
                                        Map.of("type", "sql", "dataSource", "none", "statement", "select 1")))
                        .body()
                        .toString())
                .contains("UNKNOWN_DATA_SOURCE", "reports")
                .doesNotContain(servers.postgres.url(), servers.postgres.password());
        assertThat(punctual.output()).doesNotContain("MfKQ9r8GKYqr", servers.postgres.password());
    }

    private static void endsAs(String id, JsonNode task, JsonNode expected) {
        Map<String, Object> body = new HashMap<>();
        task.properties().forEach(field -> body.put(field.getKey(), field.getValue()));
        JsonNode replaced = Client.JSON.readTree(
                Client.JSON.writeValueAsString(body).replace("https://example.com/hook", sink.url()));
        Client.ok(client.put("/v1/tasks/" + id, replaced));
        await().atMost(LIMIT).until(() -> text(client.task(id), "state").equals("COMPLETED"));

        assertContains(client.fires(id).getFirst(), expected, "");
    }

    /** Every field of the one is in the other, at any depth. */
    private static void assertContains(JsonNode actual, JsonNode expected, String at) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            assertContains(actual.path(field.getKey()), field.getValue(), at + "/" + field.getKey()));
        } else {
            assertThat(actual).as(at).isEqualTo(expected);
        }
    }

    private static List<JsonNode> blocks(String page) {
        return Stream.of(page.split("```json\n", -1))
                .skip(1)
                .map(block -> Client.JSON.readTree(block.substring(0, block.indexOf("```"))))
                .toList();
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
