package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The workflow of a dispatched fire, with a book that follows a script and another program's worker. */
@Timeout(60)
class FireWorkflowTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final FireId FIRE = FireId.of(TASK, Instant.parse("2026-01-01T00:00:00Z"), Trigger.SCHEDULE);
    private static final FireTicket TICKET = new FireTicket(
            "default",
            "report",
            FIRE.value(),
            "default",
            2,
            "tenant",
            null,
            Duration.ofMinutes(10),
            false,
            false,
            null);
    private static final FireTicket AT_ONCE = new FireTicket(
            "default", "report", FIRE.value(), "default", 2, "tenant", null, Duration.ofSeconds(30), false, true, null);

    private final TestWorkflowEnvironment engine = VirtualEngine.open();
    private final ScriptedDispatchedFires book = new ScriptedDispatchedFires(engine::currentTimeMillis);
    private final OtherWorker other = new OtherWorker();

    @BeforeEach
    void startEngine() {
        Worker tasks = engine.newWorker(TaskQueues.TASKS);
        tasks.registerWorkflowImplementationTypes(FireWorkflowImpl.class);
        tasks.registerActivitiesImplementations(book);
        engine.newWorker(TaskQueues.of("default")).registerActivitiesImplementations(book);
        Worker worker = engine.newWorker(ScriptedDispatchedFires.QUEUE);
        worker.registerActivitiesImplementations(other);
        worker.registerWorkflowImplementationTypes(OtherWorker.Flows.class);
        engine.start();
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void sleepsFromAttemptToAttemptUntilTheFireHasEnded() {
        book.then(new AttemptStep.Again(Duration.ofHours(1))).then(new AttemptStep.Again(Duration.ofDays(2)));

        awaitEnd(start());

        assertThat(book.pauses()).hasSize(2);
        assertThat(book.pauses().get(0)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        assertThat(book.pauses().get(1)).isBetween(Duration.ofDays(2), Duration.ofHours(49));
    }

    @Test
    void aFirstAttemptBeginsAtOnceAndTheNextOneByWayOfTheQueue() {
        book.then(new AttemptStep.Again(Duration.ofHours(1)));

        awaitEnd(start(AT_ONCE));

        assertThat(book.atOnce()).isEqualTo(1);
        assertThat(book.pauses()).hasSize(1);
    }

    @Test
    void aFirstAttemptGoesByWayOfTheQueueWhereThereIsNoRoom() {
        book.full().then(new AttemptStep.Again(Duration.ofHours(1)));

        awaitEnd(start(AT_ONCE));

        assertThat(book.atOnce()).isEqualTo(1);
        assertThat(book.pauses()).hasSize(1);
    }

    @Test
    void looksForLeaveWithoutAskingForAnAttempt() {
        book.then(new AttemptStep.HeldBack(Duration.ofHours(1)));

        awaitEnd(start());

        assertThat(book.looks()).isEqualTo(1);
        assertThat(book.pauses()).hasSize(1);
        assertThat(book.pauses().getFirst()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    }

    @Test
    void hasAnotherWorkerRunAnActivityAndRecordsWhatItReturns() {
        book.activity("echo", "now", Arrays.asList(1, null, true, "{}"));

        awaitEnd(start());

        RemoteReport report = book.reports().getFirst();
        assertThat(report.ticket()).isEqualTo(TICKET);
        assertThat(report.attempt()).isEqualTo(1);
        assertThat(report.token()).isEqualTo(new UUID(0, 1));
        assertThat(json(report.result())).contains("\"given\":\"now\"", "\"second\":[1,null,true,\"{}\"]");
    }

    @Test
    void takesAnyResult() {
        book.activity("nothing").activity("bytes").activity("huge");

        awaitEnd(start());

        List<RemoteReport> reports = book.reports();
        assertThat(reports).hasSize(3);
        assertThat(reports.get(0).result()).isEqualTo(new RemoteResult.Succeeded(null, false));
        assertThat(reports.get(1).result()).isEqualTo(new RemoteResult.Succeeded("\"[3 bytes]\"", false));
        assertThat(reports.get(2).result()).isInstanceOfSatisfying(RemoteResult.Succeeded.class, huge -> {
            assertThat(huge.truncated()).isTrue();
            assertThat(huge.json()).endsWith("ä").doesNotContain("\uFFFD");
            assertThat(Objects.requireNonNull(huge.json()).getBytes(StandardCharsets.UTF_8))
                    .hasSizeBetween(RemoteWork.MOST_BYTES - 1, RemoteWork.MOST_BYTES);
        });
    }

    @Test
    void leavesItToTheBookWhetherAFailureIsTriedAgain() {
        book.activity("broken").activity("hopeless");

        awaitEnd(start());

        assertThat(book.reports())
                .extracting(RemoteReport::result)
                .containsExactly(
                        new RemoteResult.Failed("ACTIVITY_FAILED", "PageError", "page 7 is missing", true, null),
                        new RemoteResult.Failed("ACTIVITY_FAILED", "ReportError", "no such report", false, null));
        assertThat(book.pauses().getFirst()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void saysWhenNoWorkerTakesAnActivity() {
        // in real time: the test engine does not skip any while an activity is scheduled
        book.activityOn("nobody", "echo", Duration.ofSeconds(2));

        awaitEnd(start());

        assertThat(book.result()).isInstanceOfSatisfying(RemoteResult.TimedOut.class, timedOut -> {
            assertThat(timedOut.type()).isEqualTo("NO_WORKER");
            assertThat(timedOut.message()).contains("nobody", "echo", "PT2S");
        });
    }

    @Test
    void handsACancelOnToTheActivityAndRecordsItsEnd() throws Exception {
        book.activity("patient");
        WorkflowStub workflow = start();
        other.running.await();

        workflow.cancel();
        awaitCancelled(workflow);

        assertThat(book.result()).isInstanceOf(RemoteResult.Cancelled.class);
    }

    @Test
    void recordsAsCancelledWhatFailsUponACancel() throws Exception {
        book.activity("dogged");
        WorkflowStub workflow = start();
        other.running.await();

        workflow.cancel();
        awaitCancelled(workflow);

        assertThat(book.result())
                .isInstanceOfSatisfying(
                        RemoteResult.Cancelled.class,
                        cancelled -> assertThat(cancelled.message()).contains("could not clean up"));
    }

    @Test
    void hasAnotherWorkerRunAWorkflow() {
        book.child("Digest", "monday");

        awaitEnd(start());

        assertThat(json(book.result())).isEqualTo("[\"monday\",\"punctual-run/default/report/%s/1\"]".formatted(FIRE));
    }

    @Test
    void recordsWhatBecomesOfAWorkflow() {
        book.child("Broken").child("Endless");

        awaitEnd(start());

        assertThat(book.reports().get(0).result())
                .isEqualTo(new RemoteResult.Failed("WORKFLOW_FAILED", "DigestError", "no digest", false, null));
        assertThat(book.reports().get(1).result())
                .isInstanceOfSatisfying(
                        RemoteResult.TimedOut.class,
                        timedOut -> assertThat(timedOut.message()).contains("Endless", "reports", "PT10M"));
    }

    private WorkflowStub start() {
        return start(TICKET);
    }

    private WorkflowStub start(FireTicket ticket) {
        FireWorkflow workflow = engine.getWorkflowClient()
                .newWorkflowStub(
                        FireWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(FireWorkflow.idFor(TASK, FIRE))
                                .setTaskQueue(TaskQueues.TASKS)
                                .build());
        WorkflowClient.start(workflow::run, ticket);
        return WorkflowStub.fromTyped(workflow);
    }

    private static void awaitEnd(WorkflowStub workflow) {
        try {
            workflow.getResult(Void.class);
        } catch (WorkflowFailedException e) {
            throw new AssertionError("the workflow failed", e);
        }
    }

    private static void awaitCancelled(WorkflowStub workflow) {
        assertThatThrownBy(() -> workflow.getResult(Void.class)).hasCauseInstanceOf(CanceledFailure.class);
    }

    private static String json(RemoteResult result) {
        assertThat(result).isInstanceOf(RemoteResult.Succeeded.class);
        return Objects.requireNonNull(((RemoteResult.Succeeded) result).json());
    }
}
