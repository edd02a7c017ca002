package dev.punctual.workflows;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Carries one dispatched fire to its end: has a worker of its queue perform an attempt, sleeps until the next one if there is
 * to be one. A cancel request stops the attempt in progress.
 */
@WorkflowInterface
public interface FireWorkflow {
    /** The prefix of the workflow id of every dispatched fire. */
    String ID_PREFIX = "punctual-fire/";

    /** The workflow's type as the Temporal Web UI shows it. */
    String TYPE = "FireWorkflow";

    /** The one place that makes the workflow id of a fire. */
    static String idFor(TaskId task, FireId fire) {
        return ID_PREFIX + task + "/" + fire;
    }

    /** Runs until the fire has ended. */
    @WorkflowMethod(name = TYPE)
    void run(FireTicket ticket);
}
