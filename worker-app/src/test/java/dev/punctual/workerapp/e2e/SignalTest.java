package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import dev.punctual.workflows.FireWorkflow;
import dev.punctual.workflows.TaskWorkflow;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do to a task's workflow at the Temporal Web UI or CLI is done to the task. */
@ExtendWith(SharedPunctual.class)
class SignalTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Client client;
    private final Sink sink;
    private final WorkflowServiceStubs service;

    SignalTest(World world) throws IOException {
        this.client = world.client();
        this.sink = world.sink();
        Properties addresses = new Properties();
        try (Reader file = Files.newBufferedReader(world.directory().resolve("home/punctual.properties"))) {
            addresses.load(file);
        }
        this.service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(addresses.getProperty("temporal"))
                .build());
    }

    @AfterEach
    void disconnect() {
        service.shutdownNow();
    }

    @Test
    void followsTheSignalsOfAWorkflow() {
        WorkflowStub workflow = started("signalled");

        workflow.signal("pause", "from the Web UI");
        awaitState("signalled", "PAUSED");
        workflow.signal("resume");
        awaitState("signalled", "ACTIVE");
        workflow.signal("trigger");
        await().atMost(LIMIT).until(() -> sink.of("signalled").size() == 2);
        Instant moved = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MICROS);
        workflow.signal("reschedule", moved);
        await().atMost(LIMIT).until(() -> sink.of("signalled").size() == 3);

        assertThat(sink.instants("signalled").getLast()).isEqualTo(moved);
        assertThat(client.fires("signalled", "SUCCEEDED")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void followsTheCancelOfAWorkflow() {
        WorkflowStub workflow = started("cancel-asked");

        workflow.cancel();

        awaitState("cancel-asked", "CANCELLED");
        assertThat(sink.of("cancel-asked")).hasSize(1);
    }

    @Test
    void followsTheCancelOfALongFire() {
        client.create("long-fire", onceIn("PT0S"), simulate("PT10M"), Map.of("timeout", "PT12M"));
        await().atMost(LIMIT).until(() -> client.fires("long-fire", "RUNNING").size() == 1);
        FireId fire = new FireId(
                UUID.fromString(text(client.fires("long-fire", "RUNNING").getFirst(), "id")));

        WorkflowClient.newInstance(service)
                .newUntypedWorkflowStub(FireWorkflow.idFor(new TaskId("default", "long-fire"), fire))
                .cancel();

        await().atMost(LIMIT).until(() -> client.fires("long-fire", "CANCELLED").size() == 1);
        assertThat(text(client.fires("long-fire", "CANCELLED").getFirst().path("error"), "message"))
                .startsWith("temporal cancelled the fire");
    }

    @Test
    void firesSeveralTimesInOneVisitAndHearsSignalsAfterIt() {
        client.create("frequent", Map.of("type", "interval", "every", "PT1S"), http(sink.url()));
        await().atMost(LIMIT).until(() -> sink.of("frequent").size() >= 12);
        String id = TaskWorkflow.idFor(new TaskId("default", "frequent"));
        WorkflowClient engine = WorkflowClient.newInstance(service);

        long turns = engine.fetchHistory(id).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .count();
        engine.newUntypedWorkflowStub(id).signal("pause", "from the Web UI");

        // a turn, a sleep and a wake-up for each fire would be at least one for each
        assertThat(turns).isLessThan(6);
        awaitState("frequent", "PAUSED");
    }

    /** A workflow that is past its start delay, in which plain signals do not wake it. */
    private WorkflowStub started(String task) {
        Instant first = Instant.now().plusSeconds(2);
        client.create(task, Map.of("type", "interval", "every", "PT1H", "anchor", first.toString()), http(sink.url()));
        await().atMost(LIMIT).until(() -> sink.of(task).size() == 1);
        assertThat(instant(client.task(task), "nextFireAt")).isAfter(first);
        return WorkflowClient.newInstance(service)
                .newUntypedWorkflowStub(TaskWorkflow.idFor(new TaskId("default", task)));
    }

    private void awaitState(String task, String state) {
        await().atMost(LIMIT).until(() -> text(client.task(task), "state").equals(state));
    }
}
