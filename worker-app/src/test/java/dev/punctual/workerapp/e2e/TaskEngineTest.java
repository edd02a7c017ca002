package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.book.TestBook;
import dev.punctual.workerapp.embedded.EmbeddedHome;
import dev.punctual.workerapp.embedded.TemporalServer;
import dev.punctual.workflows.FireActivities;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.Payloads;
import dev.punctual.workflows.TaskChange;
import dev.punctual.workflows.TaskQueues;
import dev.punctual.workflows.TaskWorkflow;
import dev.punctual.workflows.TaskWorkflowImpl;
import dev.punctual.workflows.TemporalTaskEngine;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does on a real Temporal server, without a book: the worker only writes down that it was asked. */
class TaskEngineTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FAR = Duration.ofMinutes(10);
    private static final Duration HOLD = Duration.ofSeconds(1);

    @TempDir
    static Path directory;

    private static final AskedActivities asked = new AskedActivities();
    private static TemporalServer temporal;
    private static WorkflowServiceStubs service;
    private static WorkflowClient client;
    private static WorkerFactory workers;
    private static TemporalTaskEngine engine;

    /** Ends each task at once, but for those that it is to hold. */
    private static final class AskedActivities implements FireActivities {
        private final ConcurrentHashMap<TaskId, AtomicInteger> fires = new ConcurrentHashMap<>();
        private final List<ChangeRequest> changes = new CopyOnWriteArrayList<>();
        private final ConcurrentHashMap<TaskId, CountDownLatch> holds = new ConcurrentHashMap<>();

        @Override
        public FireStep fire(Ticket ticket) {
            int before = fires.computeIfAbsent(ticket.task(), task -> new AtomicInteger())
                    .getAndIncrement();
            CountDownLatch hold = holds.get(ticket.task());
            if (hold != null && before == 0) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new FireStep.Ended();
        }

        @Override
        public void apply(ChangeRequest request) {
            changes.add(request);
        }

        int fires(TaskId task) {
            AtomicInteger count = fires.get(task);
            return count == null ? 0 : count.get();
        }
    }

    @BeforeAll
    static void start() {
        temporal = new TemporalServer(new EmbeddedHome(directory.resolve("home")).create());
        temporal.start();
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.target())
                .build());
        client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.dataConverter())
                        .build());
        engine = new TemporalTaskEngine(client);
        workers = WorkerFactory.newInstance(client);
        Worker worker = workers.newWorker(TaskQueues.TASKS);
        worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
        worker.registerActivitiesImplementations(asked);
        workers.start();
    }

    @AfterAll
    static void stop() {
        workers.shutdownNow();
        service.shutdownNow();
        temporal.stop();
    }

    @Test
    void aTaskSleepsUntilItsDelayIsOver() {
        Task task = task("soon");
        engine.start(task, Duration.ofSeconds(3), HOLD);
        assertThat(status(task)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        assertThat(asked.fires(task.id())).isZero();
        await().atMost(LIMIT).until(() -> asked.fires(task.id()) == 1);
    }

    @Test
    void aStartThatIsRepeatedStartsNothingElse() {
        Task task = task("twice");
        engine.start(task, FAR, HOLD);
        String run = description(task).getExecution().getRunId();
        engine.start(task, Duration.ZERO, HOLD);
        assertThat(description(task).getExecution().getRunId()).isEqualTo(run);
        assertThat(asked.fires(task.id())).isZero();
        engine.cancel(task.id());
    }

    @Test
    void peopleSeeWhatTheTaskIs() {
        Task task = task("described");
        engine.start(task, FAR, HOLD);
        WorkflowExecutionDescription description = description(task);
        assertThat(description.getMemo("punctualTask", String.class)).isEqualTo("default/described");
        assertThat(description.getStaticSummary()).contains("simulate");
        engine.cancel(task.id());
    }

    @Test
    void aWakeEndsTheDelay() {
        Task task = task("woken");
        engine.start(task, FAR, HOLD);
        engine.wake(task);
        await().atMost(LIMIT).until(() -> asked.fires(task.id()) >= 1);
    }

    @Test
    void aWakeStartsWhatIsMissing() {
        Task task = task("missing");
        engine.wake(task);
        await().atMost(LIMIT).until(() -> asked.fires(task.id()) >= 1);
    }

    @Test
    void aRestartReplacesARunThatIsHeld() {
        Task task = task("stuck");
        CountDownLatch hold = new CountDownLatch(1);
        asked.holds.put(task.id(), hold);
        engine.start(task, Duration.ZERO, HOLD);
        await().atMost(LIMIT).until(() -> asked.fires(task.id()) == 1);
        String stuck = description(task).getExecution().getRunId();

        engine.restart(task.id());

        await().atMost(LIMIT).until(() -> asked.fires(task.id()) == 2);
        assertThat(description(task).getExecution().getRunId()).isNotEqualTo(stuck);
        hold.countDown();
    }

    @Test
    void whatIsRescuedMayBeKeptForALongStay() {
        Task task = task("rescued");
        CountDownLatch hold = new CountDownLatch(1);
        asked.holds.put(task.id(), hold);

        engine.restart(task.id());

        com.google.protobuf.Duration timeout =
                description(task).getRawDescription().getExecutionConfig().getDefaultWorkflowTaskTimeout();
        assertThat(Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos()))
                .isEqualTo(Lead.workflowTaskTimeout(Ticket.LONGEST_STAY));
        hold.countDown();
    }

    @Test
    void aCancelEndsADelayedTaskAndTellsTheBook() {
        Task task = task("cancelled");
        engine.start(task, FAR, HOLD);
        engine.cancel(task.id());
        await().atMost(LIMIT).until(() -> status(task) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
        assertThat(asked.changes)
                .filteredOn(change -> change.ticket().task().equals(task.id()))
                .extracting(FireActivities.ChangeRequest::change)
                .containsExactly(new TaskChange.Cancel());
    }

    @Test
    void aCancelOfWhatIsNotThereIsNoError() {
        engine.cancel(TestBook.id("never-there"));
        assertThat(asked.fires(TestBook.id("never-there"))).isZero();
    }

    private static Task task(String id) {
        Instant now = Instant.now();
        TaskSpec spec = TestBook.spec(new OneTimeSchedule(now.plus(FAR)));
        return new Task(TestBook.id(id), TaskState.ACTIVE, 1, spec, now.plus(FAR), null, 0, null, now, now, null);
    }

    private static WorkflowExecutionDescription description(Task task) {
        return client.newUntypedWorkflowStub(TaskWorkflow.idFor(task.id())).describe();
    }

    private static WorkflowExecutionStatus status(Task task) {
        return description(task).getStatus();
    }
}
