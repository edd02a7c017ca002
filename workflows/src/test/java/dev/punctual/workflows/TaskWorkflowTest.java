package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.task.TaskId;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario once with each number of wake-ups after which a history starts anew. */
@ParameterizedClass
@ValueSource(
        classes = {
            ShortRuns.OfOneWake.class,
            ShortRuns.OfTwoWakes.class,
            ShortRuns.OfThreeWakes.class,
            TaskWorkflowImpl.class
        })
class TaskWorkflowTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestWorkflowEnvironment engine = VirtualEngine.open();
    private final ScriptedFireActivities book = new ScriptedFireActivities(engine::currentTimeMillis);

    TaskWorkflowTest(Class<? extends TaskWorkflowImpl> implementation) {
        Worker worker = engine.newWorker(TaskQueues.TASKS);
        worker.registerWorkflowImplementationTypes(implementation);
        worker.registerActivitiesImplementations(book);
        engine.start();
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void sleepsAsToldAndAsksAgain() throws Exception {
        book.sleep(HOUR).sleep(Duration.ofMinutes(5)).sleep(Duration.ZERO).sleep(HOUR);

        awaitEnd(start());

        List<Duration> pauses = book.pauses();
        assertThat(pauses).hasSize(4);
        assertAbout(pauses.get(0), HOUR);
        assertAbout(pauses.get(1), Duration.ofMinutes(5));
        assertAbout(pauses.get(2), Duration.ZERO);
        assertAbout(pauses.get(3), HOUR);
        assertThat(book.changes()).isEmpty();
    }

    @Test
    void asksAtOnceWhenTheSleepIsOver() throws Exception {
        book.sleep(Duration.ofSeconds(-5));

        awaitEnd(start());

        assertAbout(book.pauses().getFirst(), Duration.ZERO);
    }

    @Test
    void waitsForASignalAloneWhenNothingIsDue() throws Exception {
        book.awaitChange();
        TaskWorkflow workflow = start();

        engine.sleep(Duration.ofDays(300));
        assertThat(book.turns()).isEqualTo(1);
        book.change();
        workflow.sync();

        awaitEnd(workflow);
        assertThat(book.turns()).isEqualTo(2);
    }

    @Test
    void asksAnewWhenTheBookHasChanged() throws Exception {
        book.sleep(Duration.ofDays(300));
        TaskWorkflow workflow = start();
        engine.sleep(HOUR);

        book.change();
        workflow.sync();

        awaitEnd(workflow);
        assertThat(book.pauses().getFirst()).isLessThan(Duration.ofDays(1));
    }

    @Test
    @Timeout(60)
    void carriesOutEverySignalInOrderAndAsksAnew() throws Exception {
        Instant at = Instant.parse("2030-01-01T00:00:00.000001Z");
        book.awaitChange().awaitChange().awaitChange().awaitChange().awaitChange();
        TaskWorkflow workflow = start();

        awaitRest(1);
        workflow.pause("for lunch");
        awaitRest(2);
        workflow.resume();
        awaitRest(3);
        workflow.reschedule(at);
        awaitRest(4);
        workflow.trigger();
        awaitRest(5);
        workflow.pause(null);

        awaitEnd(workflow);
        assertThat(book.changes())
                .containsExactly(
                        new TaskChange.Pause("for lunch"),
                        new TaskChange.Resume(),
                        new TaskChange.Reschedule(at),
                        new TaskChange.Trigger(),
                        new TaskChange.Pause(null));
        assertThat(book.seeds()).as("each wish has a name of its own").hasSize(5);
    }

    @Test
    void aSignalDuringAFireIsCarriedOutAfterIt() throws Exception {
        CountDownLatch firing = new CountDownLatch(1);
        CountDownLatch fired = new CountDownLatch(1);
        book.then(() -> {
            firing.countDown();
            await(fired);
            return new FireStep.Wake(null, Duration.ofDays(300), Duration.ZERO);
        });
        TaskWorkflow workflow = start();
        await(firing);

        workflow.trigger();
        fired.countDown();

        awaitEnd(workflow);
        assertThat(book.changes()).containsExactly(new TaskChange.Trigger());
        assertThat(book.turns()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aSignalThatMeetsTheEndIsNotLost() throws Exception {
        CountDownLatch firing = new CountDownLatch(1);
        CountDownLatch fired = new CountDownLatch(1);
        book.then(() -> {
            firing.countDown();
            await(fired);
            return new FireStep.Ended();
        });
        TaskWorkflow workflow = start();
        await(firing);

        workflow.trigger();
        fired.countDown();

        awaitEnd(workflow);
        assertThat(book.changes()).containsExactly(new TaskChange.Trigger());
        assertThat(book.turns()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aCancelRequestDuringTheSleepCancelsTheTask() {
        book.sleep(Duration.ofDays(300));
        TaskWorkflow workflow = start();
        engine.sleep(HOUR);

        WorkflowStub.fromTyped(workflow).cancel();

        assertCancelled(workflow);
    }

    @Test
    void aCancelRequestWhileNothingIsDueCancelsTheTask() {
        book.awaitChange();
        TaskWorkflow workflow = start();
        engine.sleep(HOUR);

        WorkflowStub.fromTyped(workflow).cancel();

        assertCancelled(workflow);
    }

    @Test
    void aCancelRequestDuringAFireCancelsTheTaskAfterIt() throws Exception {
        assertCancelledAfter(new FireStep.Wake(null, Duration.ofDays(300), Duration.ZERO));
    }

    @Test
    void aCancelRequestThatMeetsTheEndCancelsTheTask() throws Exception {
        assertCancelledAfter(new FireStep.Ended());
    }

    private void assertCancelledAfter(FireStep step) throws Exception {
        CountDownLatch firing = new CountDownLatch(1);
        CountDownLatch fired = new CountDownLatch(1);
        book.then(() -> {
            firing.countDown();
            await(fired);
            return step;
        });
        TaskWorkflow workflow = start();
        await(firing);

        WorkflowStub.fromTyped(workflow).cancel();
        fired.countDown();

        assertCancelled(workflow);
    }

    @Test
    void aCancelRequestBeforeItBeginsCancelsTheTask() {
        TaskWorkflow workflow = stub(Duration.ofDays(300));
        WorkflowClient.start(workflow::run, Ticket.of(TASK, Duration.ZERO));

        WorkflowStub.fromTyped(workflow).cancel();

        assertCancelled(workflow);
    }

    @Test
    void asksWhenItsStartDelayIsOver() throws Exception {
        TaskWorkflow workflow = stub(HOUR);
        WorkflowClient.start(workflow::run, Ticket.of(TASK, Duration.ZERO));

        awaitEnd(workflow);

        assertThat(book.turns()).isEqualTo(1);
    }

    @Test
    void aLongerHoldStartsARunWithALongerTimeout() throws Exception {
        Duration hold = Duration.ofSeconds(60);
        book.sleep(HOUR, hold).sleep(HOUR, hold);

        awaitEnd(start());

        assertThat(book.tickets().getLast()).isEqualTo(Ticket.of(TASK, hold));
        assertThat(book.tickets().getLast().workflowTaskTimeout()).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void aFailingActivityIsTriedAgainUntilItAnswers() throws Exception {
        for (int i = 0; i < 4; i++) {
            book.then(() -> {
                throw new IllegalStateException("the book is away");
            });
        }
        book.sleep(HOUR);

        awaitEnd(start());

        assertThat(book.turns()).isEqualTo(6);
    }

    private void assertCancelled(TaskWorkflow workflow) {
        assertThatThrownBy(() -> awaitEnd(workflow))
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(book.changes()).containsExactly(new TaskChange.Cancel());
    }

    private TaskWorkflow start() {
        TaskWorkflow workflow = stub(Duration.ZERO);
        WorkflowClient.start(workflow::run, Ticket.of(TASK, Duration.ZERO));
        return workflow;
    }

    private TaskWorkflow stub(Duration delay) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(TaskWorkflow.idFor(TASK))
                .setTaskQueue(TaskQueues.TASKS);
        if (delay.isPositive()) {
            options.setStartDelay(delay);
        }
        return engine.getWorkflowClient().newWorkflowStub(TaskWorkflow.class, options.build());
    }

    /**
     * Waits until the workflow has nothing to do. Signals that come in one turn are carried out in one, and a signal that
     * meets the end of a run makes the engine repeat its last turn.
     */
    private void awaitRest(int lines) throws InterruptedException {
        book.awaitPlayed(lines);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(this::lastEvent, EventType.EVENT_TYPE_MARKER_RECORDED::equals);
    }

    private EventType lastEvent() {
        return engine.getWorkflowClient()
                .fetchHistory(TaskWorkflow.idFor(TASK))
                .getLastEvent()
                .getEventType();
    }

    private static void awaitEnd(TaskWorkflow workflow) throws Exception {
        WorkflowStub.fromTyped(workflow).getResult(60, TimeUnit.SECONDS, Void.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void assertAbout(Duration actual, Duration expected) {
        assertThat(actual).isBetween(expected, expected.plus(SOON));
    }
}
