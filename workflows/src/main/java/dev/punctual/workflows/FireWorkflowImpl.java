package dev.punctual.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;

/** The loop: attempt, or have another worker do it, and sleep until the next one. */
public class FireWorkflowImpl implements FireWorkflow {
    /** A worker that is silent for so long is taken for dead, and the attempt's lease has lapsed by then. */
    static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

    /** Beyond the timeout of an attempt, which the worker keeps: stopping it, and recording that while the book is away. */
    static final Duration RECORDING = Duration.ofMinutes(10);

    private final DispatchedFireActivities activities;
    private final DispatchedFireActivities records;
    private final DispatchedFireActivities here;

    /** Made by Temporal, with the arguments of the workflow. */
    @WorkflowInit
    public FireWorkflowImpl(FireTicket ticket) {
        this.activities = activities(TaskQueues.of(ticket.queue()), ticket);
        // what has been performed must not wait behind what has not, nor use up the queue's rate
        this.records = activities(TaskQueues.TASKS, ticket);
        this.here = Workflow.newLocalActivityStub(
                DispatchedFireActivities.class,
                LocalCalls.within(ticket.timeout().plus(RECORDING)));
    }

    private static DispatchedFireActivities activities(String taskQueue, FireTicket ticket) {
        return Workflow.newActivityStub(
                DispatchedFireActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(taskQueue)
                        .setPriority(ticket.enginePriority())
                        .setStartToCloseTimeout(ticket.timeout().plus(RECORDING))
                        .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        // the book says what an attempt is; this repeats only the asking
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(1))
                                .setBackoffCoefficient(2)
                                .setMaximumInterval(Duration.ofSeconds(10))
                                .build())
                        .build());
    }

    @Override
    public void run(FireTicket ticket) {
        // at once it costs the engine half as much; what is cancelled meanwhile, the book tells the worker
        AttemptStep step = ticket.atOnce() ? here.attemptAtOnce(ticket) : activities.attempt(ticket);
        while (true) {
            switch (step) {
                case AttemptStep.Ended ignored -> {
                    return;
                }
                case AttemptStep.ByQueue ignored -> step = activities.attempt(ticket);
                case AttemptStep.Again again -> {
                    sleep(again.after(), ticket);
                    step = activities.attempt(ticket);
                }
                case AttemptStep.HeldBack heldBack -> {
                    sleep(heldBack.after(), ticket);
                    step = records.look(ticket);
                }
                case AttemptStep.Remote remote -> step = perform(ticket, remote);
            }
        }
    }

    private static void sleep(Duration time, FireTicket ticket) {
        Workflow.sleep(time);
        if (Workflow.getInfo().isContinueAsNewSuggested()) {
            Workflow.continueAsNew(ticket);
        }
    }

    private AttemptStep perform(FireTicket ticket, AttemptStep.Remote remote) {
        RemoteResult result = new RemoteWork(ticket, remote).perform();
        CompletablePromise<AttemptStep> recorded = Workflow.newPromise();
        // a cancel ends the work, and not the record of its end
        Workflow.newDetachedCancellationScope(() -> recorded.complete(
                        records.record(new RemoteReport(ticket, remote.attempt(), remote.token(), result))))
                .run();
        return recorded.get();
    }
}
