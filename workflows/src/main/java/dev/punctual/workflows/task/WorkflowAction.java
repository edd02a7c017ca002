package dev.punctual.workflows.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has any Temporal worker run a workflow, whose result is the outcome.
 *
 * @param taskQueue where the worker listens
 * @param workflowType the workflow's name
 * @param input its arguments
 */
public record WorkflowAction(String taskQueue, String workflowType, List<@Nullable Object> input)
        implements RemoteAction {

    // written out, because a compact one tells other modules nothing of the nulls in the input
    public WorkflowAction(String taskQueue, String workflowType, List<@Nullable Object> input) {
        this.taskQueue = taskQueue;
        this.workflowType = workflowType;
        // not List.copyOf, which takes no null
        this.input = Collections.unmodifiableList(new ArrayList<>(input));
    }

    @Override
    public String type() {
        return "workflow";
    }

    @Override
    public String remoteType() {
        return workflowType;
    }
}
