package dev.punctual.workflows;

import dev.punctual.workflows.task.TaskId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The durable alarm clock of one task. It sleeps until shortly before the task's next instant, has a worker hold and fire it,
 * and sleeps again. The signals are for people at the Temporal Web UI or CLI and do what the REST verbs of the same names do;
 * a cancel request cancels the task.
 */
@WorkflowInterface
public interface TaskWorkflow {
    /** The prefix of the workflow id of every task. */
    String ID_PREFIX = "punctual/";

    /** The workflow's type as the Temporal Web UI shows it. */
    String TYPE = "TaskWorkflow";

    /** The one place that makes the workflow id of a task. */
    static String idFor(TaskId task) {
        return ID_PREFIX + task;
    }

    /** Runs until the task has nothing to do any more. */
    @WorkflowMethod(name = TYPE)
    void run(Ticket ticket);

    /** The book has changed: ask it anew. */
    @SignalMethod
    void sync();

    /** Rest until resumed. */
    @SignalMethod
    void pause(@Nullable String reason);

    /** Be in force again. */
    @SignalMethod
    void resume();

    /** Move the next fire. */
    @SignalMethod
    void reschedule(Instant at);

    /** Fire once now. */
    @SignalMethod
    void trigger();
}
