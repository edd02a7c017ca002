package dev.punctual.workflows;

import dev.punctual.workflows.FireActivities.ChangeRequest;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The loop: ask for the fire, sleep as told, ask again. */
public class TaskWorkflowImpl implements TaskWorkflow {
    /** After so many wake-ups the history starts anew, so that replays stay short. */
    static final int WAKES_PER_RUN = 100;

    /** Covers the longest hold, the longest timeout of an action and the recording. */
    static final Duration LONGEST_FIRE = Duration.ofMinutes(30);

    private final FireActivities activities;
    private final Ticket ticket;
    private final int wakesPerRun;
    private final Deque<TaskChange> changes = new ArrayDeque<>();
    private boolean syncAsked;
    private int applied;

    /** Made by Temporal, with the arguments of the workflow. */
    @WorkflowInit
    public TaskWorkflowImpl(Ticket ticket) {
        this(ticket, WAKES_PER_RUN);
    }

    /** Lets a test start histories anew more often. */
    protected TaskWorkflowImpl(Ticket ticket, int wakesPerRun) {
        this.ticket = ticket;
        this.wakesPerRun = wakesPerRun;
        this.activities = Workflow.newLocalActivityStub(FireActivities.class, LocalCalls.within(LONGEST_FIRE));
    }

    @Override
    public void run(Ticket unused) {
        try {
            runUntilEnded();
        } catch (TemporalFailure failure) {
            if (!CancellationScope.current().isCancelRequested()) {
                throw failure;
            }
            Workflow.newDetachedCancellationScope(() -> apply(new TaskChange.Cancel()))
                    .run();
            throw new CanceledFailure("the task was cancelled");
        }
    }

    private void runUntilEnded() {
        for (int wakes = 0; ; wakes++) {
            applyChanges();
            syncAsked = false;
            FireStep step = activities.fire(ticket);
            if (CancellationScope.current().isCancelRequested()) {
                // a request during the fire must not be lost to the end of the run
                throw new CanceledFailure("the task was cancelled");
            }
            switch (step) {
                case FireStep.Ended ignored -> {
                    if (!isCalled()) {
                        return;
                    }
                }
                case FireStep.Wake wake -> {
                    if (!isCalled() && (wakes >= wakesPerRun || ticket.isOutgrownBy(wake.holdFor()))) {
                        continueAsNew(wake.holdFor());
                    }
                    sleep(wake.sleepFor());
                }
            }
        }
    }

    private void sleep(@Nullable Duration duration) {
        if (duration == null) {
            Workflow.await(this::isCalled);
        } else if (duration.isPositive()) {
            Workflow.await(duration, this::isCalled);
        }
    }

    /** The new run asks the book anew, so nothing but the ticket has to survive. */
    private void continueAsNew(Duration hold) {
        Ticket next = Ticket.of(ticket.task(), hold);
        ContinueAsNewOptions options = ContinueAsNewOptions.newBuilder()
                .setWorkflowTaskTimeout(next.workflowTaskTimeout())
                .build();
        Workflow.newContinueAsNewStub(TaskWorkflow.class, options).run(next);
    }

    private void applyChanges() {
        for (TaskChange change = changes.poll(); change != null; change = changes.poll()) {
            apply(change);
        }
    }

    private void apply(TaskChange change) {
        // a turn that meets a new signal is made again from its beginning: the same wish must not be two
        String name = Workflow.getInfo().getRunId() + "/" + applied++;
        UUID seed = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        activities.apply(new ChangeRequest(ticket, change, seed));
    }

    private boolean isCalled() {
        return syncAsked || !changes.isEmpty();
    }

    @Override
    public void sync() {
        syncAsked = true;
    }

    @Override
    public void pause(@Nullable String reason) {
        changes.add(new TaskChange.Pause(reason));
    }

    @Override
    public void resume() {
        changes.add(new TaskChange.Resume());
    }

    @Override
    public void reschedule(Instant at) {
        changes.add(new TaskChange.Reschedule(at));
    }

    @Override
    public void trigger() {
        changes.add(new TaskChange.Trigger());
    }
}
