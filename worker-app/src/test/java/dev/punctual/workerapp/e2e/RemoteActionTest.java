package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.workerapp.embedded.PythonWorkers;
import dev.punctual.workflows.FireWorkflow;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Activities and workflows of a worker in Python, which knows nothing of Punctual. */
class RemoteActionTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String QUEUE = "python";

    @TempDir
    private static Path directory;

    private static @Nullable Process python;
    private static @Nullable Servers servers;
    private static @Nullable PunctualProcess punctual;
    private static Client client;

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        Optional<Path> packages = PythonWorkers.packages();
        assumeTrue(packages.isPresent(), "this machine's Python cannot get the package temporalio");
        Servers started = new Servers(directory);
        servers = started;
        Path script = Path.of(Objects.requireNonNull(RemoteActionTest.class.getResource("/remote_worker.py"))
                .toURI());
        python = PythonWorkers.start(
                packages.get(),
                script,
                directory.resolve("python.log"),
                started.temporal.target(),
                QUEUE,
                ledger().toString());
        PunctualProcess process = PunctualProcess.connected(directory, started).start();
        punctual = process;
        client = process.client();
        await().atMost(LIMIT).until(() -> lines().contains("listening"));
    }

    @AfterAll
    static void stop() {
        if (python != null) {
            python.destroyForcibly();
        }
        if (punctual != null) {
            punctual.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void runsAnActivityAndRecordsWhatItReturns() {
        client.create(
                "echo",
                onceIn("PT1S"),
                activity("echo", "{{scheduledFor}}", Map.of("task", "{{task}}", "n", 1.5), List.of(true)));

        JsonNode fire = ended("echo", "SUCCEEDED");

        JsonNode result = fire.at("/outcome/result");
        assertThat(instant(fire, "scheduledFor"))
                .isEqualTo(Instant.parse(result.get(0).stringValue()));
        assertThat(result.get(1).path("task").stringValue()).isEqualTo("echo");
        assertThat(result.get(1).path("n").doubleValue()).isEqualTo(1.5);
        assertThat(text(fire, "worker")).isEqualTo("temporal");
        assertThat(instant(fire, "startedAt")).isAfterOrEqualTo(instant(fire, "scheduledFor"));
    }

    @Test
    void keepsResultsThatTheBookCannotKeepAsTheyAre() {
        client.create("odd", onceIn("PT0S"), activity("odd"));

        assertThat(ended("odd", "SUCCEEDED").at("/outcome").toString()).contains("1e+300", "\uFFFD", "NaN");
    }

    @Test
    void runsAWorkflow() {
        client.create("digest", onceIn("PT0S"), workflow("Digest", "{{fireId}}", 3));

        JsonNode fire = ended("digest", "SUCCEEDED");

        assertThat(fire.at("/outcome/result/name").stringValue()).isEqualTo(text(fire, "id"));
        assertThat(fire.at("/outcome/result/id").stringValue())
                .isEqualTo("punctual-run/default/digest/%s/1".formatted(text(fire, "id")));
    }

    @Test
    void triesAFailureAgainAsThePolicySays() {
        client.create(
                "flaky",
                onceIn("PT0S"),
                activity("flaky", "flaky", "{{attempt}}"),
                Map.of("retry", Map.of("maxAttempts", 3, "initialInterval", "PT0.2S")));

        JsonNode fire = Client.ok(client.get("/v1/fires/" + text(ended("flaky", "SUCCEEDED"), "id")));

        assertThat(fire.path("attempt").asInt()).isEqualTo(2);
        assertThat(fire.at("/attempts/0/error/message").stringValue()).isEqualTo("ValueError: not yet");
        assertThat(lines()).contains("flaky attempt 1", "flaky attempt 2").doesNotContain("flaky attempt 3");
    }

    @Test
    void doesNotTryAgainWhatItsWorkerOrThePolicyRulesOut() {
        client.create("hopeless", onceIn("PT0S"), activity("hopeless"));
        client.create(
                "ruled-out",
                onceIn("PT0S"),
                activity("flaky", "ruled-out", "1"),
                Map.of("retry", Map.of("maxAttempts", 3, "nonRetryable", List.of("ValueError"))));

        JsonNode hopeless = ended("hopeless", "FAILED");
        JsonNode ruledOut = ended("ruled-out", "FAILED");

        assertThat(hopeless.path("attempt").asInt()).isEqualTo(1);
        assertThat(text(hopeless.path("error"), "type")).isEqualTo("ACTIVITY_FAILED");
        assertThat(text(hopeless.path("error"), "message")).isEqualTo("ReportError: no such report");
        assertThat(ruledOut.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void cancelsARunningActivity() {
        client.create("cancelled", onceIn("PT0S"), activity("patient", "cancelled", "1"), Map.of("timeout", "PT10M"));
        await().atMost(LIMIT).until(() -> lines().contains("cancelled begins 1"));

        client.verb("cancelled", "cancel", Map.of());

        await().atMost(LIMIT).until(() -> lines().contains("cancelled cancelled 1"));
        await().atMost(LIMIT).until(() -> client.fires("cancelled", "CANCELLED").size() == 1);
        assertThat(text(client.fires("cancelled").getFirst().path("error"), "message"))
                .contains("the task was cancelled");
    }

    @Test
    void cancelsARunningWorkflow() {
        client.create("endless", onceIn("PT0S"), workflow("Endless"), Map.of("timeout", "PT10M"));
        await().atMost(LIMIT).until(() -> client.fires("endless", "RUNNING").size() == 1);

        client.verb("endless", "cancel", Map.of());

        await().atMost(LIMIT).until(() -> client.fires("endless", "CANCELLED").size() == 1);
    }

    @Test
    void makesWayForTheNextFire() {
        client.create(
                "making-way",
                every("PT3S"),
                activity("patient", "making-way", "{{scheduledFor}}"),
                Map.of("overlapPolicy", "CANCEL_RUNNING", "timeout", "PT5M"));

        await().atMost(LIMIT)
                .until(() -> client.fires("making-way", "CANCELLED").size() >= 2);
        List<JsonNode> stopped = client.fires("making-way", "CANCELLED");
        client.verb("making-way", "cancel", Map.of());

        assertThat(text(stopped.getFirst().path("error"), "type")).isEqualTo("OVERLAP");
        assertThat(lines()).contains("making-way cancelled " + text(stopped.getFirst(), "scheduledFor"));
    }

    @Test
    void saysWhenNoWorkerListens() {
        client.create(
                "unheard",
                onceIn("PT0S"),
                Map.of("type", "activity", "taskQueue", "nobody-listens", "activityType", "echo"),
                Map.of("timeout", "PT3S", "retry", Map.of("maxAttempts", 1)));

        JsonNode error = ended("unheard", "TIMED_OUT").path("error");

        assertThat(text(error, "type")).isEqualTo("NO_WORKER");
        assertThat(text(error, "message")).contains("nobody-listens");
    }

    @Test
    void endsAnActivityThatFallsSilent() {
        Map<String, Object> silent =
                Map.of("type", "activity", "taskQueue", QUEUE, "activityType", "silent", "heartbeatTimeout", "PT2S");
        client.create("silent", onceIn("PT0S"), silent, Map.of("timeout", "PT5M", "retry", Map.of("maxAttempts", 1)));

        assertThat(text(ended("silent", "TIMED_OUT").path("error"), "type")).isEqualTo("HEARTBEAT_TIMEOUT");
    }

    @Test
    void settlesAnAttemptWhoseWorkflowWasEndedFromOutside() {
        client.create(
                "outside",
                onceIn("PT0S"),
                activity("patient", "outside", "{{attempt}}"),
                Map.of("timeout", "PT10M", "retry", Map.of("maxAttempts", 2)));
        await().atMost(LIMIT).until(() -> lines().contains("outside begins 1"));
        String fire = text(client.fires("outside").getFirst(), "id");

        terminate(
                FireWorkflow.idFor(new TaskId(TaskId.DEFAULT_NAMESPACE, "outside"), new FireId(UUID.fromString(fire))));

        await().atMost(Duration.ofMinutes(2)).until(() -> lines().contains("outside begins 2"));
        JsonNode first = Client.ok(client.get("/v1/fires/" + fire)).at("/attempts/0");
        assertThat(text(first, "state")).isEqualTo("LOST");
        assertThat(text(first.path("error"), "type")).isEqualTo("WORKFLOW_LOST");
        client.verb("outside", "cancel", Map.of());
        await().atMost(LIMIT).until(() -> client.fires("outside", "CANCELLED").size() == 1);
    }

    private static void terminate(String workflowId) {
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(Objects.requireNonNull(servers).temporal.target())
                .build());
        try {
            WorkflowClient.newInstance(service)
                    .newUntypedWorkflowStub(workflowId)
                    .terminate("by a test");
        } finally {
            service.shutdownNow();
        }
    }

    /** The only fire of the task, once it has ended; as it must have. */
    private static JsonNode ended(String task, String state) {
        await().atMost(LIMIT).until(() -> text(client.task(task), "state").equals("COMPLETED"));
        JsonNode fire = client.fires(task).getFirst();
        assertThat(text(fire, "state")).as(fire.toString()).isEqualTo(state);
        return fire;
    }

    private static Map<String, Object> activity(String type, Object... input) {
        return Map.of("type", "activity", "taskQueue", QUEUE, "activityType", type, "input", List.of(input));
    }

    private static Map<String, Object> workflow(String type, Object... input) {
        return Map.of("type", "workflow", "taskQueue", QUEUE, "workflowType", type, "input", List.of(input));
    }

    private static Path ledger() {
        return directory.resolve("ledger");
    }

    private static List<String> lines() {
        try {
            return Files.exists(ledger()) ? Files.readAllLines(ledger()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
