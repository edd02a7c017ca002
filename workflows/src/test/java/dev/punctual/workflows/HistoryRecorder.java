package dev.punctual.workflows;

import dev.punctual.workflows.task.TaskId;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Records the histories that {@link HistoriesTest} replays, into the folder given (default {@code
 * src/test/resources/histories}); one that is there already is kept. Run it from the module's folder, from an IDE or with the
 * test classpath, after a change of the workflow's code; name the new scenarios after what is new.
 */
public final class HistoryRecorder {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path folder;

    private HistoryRecorder(Path folder) {
        this.folder = folder;
    }

    /** @param arguments the folder, or nothing */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length == 0 ? "src/test/resources/histories" : arguments[0]);
        Files.createDirectories(folder);
        HistoryRecorder recorder = new HistoryRecorder(folder);
        recorder.record("ended", book -> {}, run -> {});
        recorder.record("recurring", book -> book.sleep(HOUR).sleep(HOUR).sleep(Duration.ZERO), run -> {});
        recorder.record("signalled", book -> book.awaitChange().awaitChange().sleep(Duration.ofDays(9)), run -> {
            run.engine().sleep(HOUR);
            run.workflow().pause("for lunch");
            run.engine().sleep(HOUR);
            run.workflow().resume();
            run.engine().sleep(HOUR);
            run.workflow().reschedule(Instant.parse("2030-01-01T00:00:00.000001Z"));
            run.workflow().trigger();
            run.workflow().sync();
        });
        recorder.record("cancelled", book -> book.sleep(Duration.ofDays(9)), run -> {
            run.engine().sleep(HOUR);
            WorkflowStub.fromTyped(run.workflow()).cancel();
        });
        recorder.record("continued", book -> book.sleep(HOUR, Duration.ofSeconds(60)), run -> {});
    }

    private record Run(TestWorkflowEnvironment engine, TaskWorkflow workflow) {}

    private void record(String name, Consumer<ScriptedFireActivities> script, Consumer<Run> scenario)
            throws IOException {
        Path file = folder.resolve(name + ".json");
        if (Files.exists(file)) {
            return;
        }
        TestWorkflowEnvironment engine = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.dataConverter())
                        .setIdentity("recorder")
                        .build())
                .build());
        try (engine) {
            ScriptedFireActivities book = new ScriptedFireActivities(engine::currentTimeMillis);
            script.accept(book);
            Worker worker = engine.newWorker(TaskQueues.TASKS);
            worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
            worker.registerActivitiesImplementations(book);
            engine.start();
            WorkflowClient client = engine.getWorkflowClient();
            TaskWorkflow workflow = client.newWorkflowStub(
                    TaskWorkflow.class,
                    WorkflowOptions.newBuilder()
                            .setWorkflowId(TaskWorkflow.idFor(TASK))
                            .setTaskQueue(TaskQueues.TASKS)
                            .build());
            String firstRun = WorkflowClient.start(workflow::run, Ticket.of(TASK, Duration.ZERO))
                    .getRunId();
            scenario.accept(new Run(engine, workflow));
            awaitEnd(workflow);
            Files.writeString(
                    file,
                    client.fetchHistory(TaskWorkflow.idFor(TASK), firstRun).toJson(true));
        }
    }

    private static void awaitEnd(TaskWorkflow workflow) {
        try {
            WorkflowStub.fromTyped(workflow).getResult(Void.class);
        } catch (WorkflowFailedException cancelled) {
            // an end like any other
            return;
        }
    }
}
