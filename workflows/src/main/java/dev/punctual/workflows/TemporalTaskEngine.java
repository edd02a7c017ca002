package dev.punctual.workflows;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.Map;

/** Speaks to Temporal through its Java client. */
public final class TemporalTaskEngine implements TaskEngine {
    /** The memo field that names the task. */
    static final String TASK_MEMO = "punctualTask";

    private final WorkflowClient client;

    /** @param client of the Temporal namespace in which the tasks' workflows live */
    public TemporalTaskEngine(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public void start(Task task, Duration delay, Duration hold) {
        WorkflowOptions.Builder options = describing(options(task.id(), hold), task.spec())
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
        if (delay.isPositive()) {
            options.setStartDelay(delay);
        }
        WorkflowClient.start(stub(options)::run, Ticket.of(task.id(), hold));
    }

    @Override
    public void wake(Task task) {
        TaskWorkflow workflow = stub(describing(options(task.id(), Ticket.LONGEST_STAY), task.spec()));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(workflow::run, Ticket.of(task.id(), Ticket.LONGEST_STAY));
        request.add(workflow::sync);
        client.signalWithStart(request);
    }

    @Override
    public void restart(TaskId task) {
        // whoever has to be restarted is late already: a short timeout would only have a busy engine repeat it
        WorkflowOptions.Builder options = options(task, Ticket.LONGEST_STAY)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING);
        WorkflowClient.start(stub(options)::run, Ticket.of(task, Ticket.LONGEST_STAY));
    }

    @Override
    public void cancel(TaskId task) {
        requestCancel(TaskWorkflow.idFor(task));
    }

    @Override
    public void stop(TaskId task, FireId fire) {
        requestCancel(FireWorkflow.idFor(task, fire));
    }

    private void requestCancel(String workflowId) {
        try {
            client.newUntypedWorkflowStub(workflowId).cancel();
        } catch (WorkflowNotFoundException alreadyEnded) {
            // what was asked for is so
            return;
        }
    }

    @Override
    public void perform(FireTicket ticket) {
        FireWorkflow workflow = client.newWorkflowStub(
                FireWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(FireWorkflow.idFor(ticket.task(), ticket.fire()))
                        .setTaskQueue(TaskQueues.of(ticket.queue()))
                        // a worker of this process takes it without the detour over the queue, if it can
                        .setDisableEagerExecution(false)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setMemo(Map.of(TASK_MEMO, ticket.task().toString()))
                        .setPriority(ticket.enginePriority())
                        .build());
        WorkflowClient.start(workflow::run, ticket);
    }

    private TaskWorkflow stub(WorkflowOptions.Builder options) {
        return client.newWorkflowStub(TaskWorkflow.class, options.build());
    }

    private static WorkflowOptions.Builder options(TaskId task, Duration hold) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(TaskWorkflow.idFor(task))
                .setTaskQueue(TaskQueues.TASKS)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowTaskTimeout(Lead.workflowTaskTimeout(hold))
                .setMemo(Map.of(TASK_MEMO, task.toString()));
    }

    /** What the Temporal Web UI shows of the task, and its share of a backlogged engine. */
    private static WorkflowOptions.Builder describing(WorkflowOptions.Builder options, TaskSpec spec) {
        Priority.Builder priority = Priority.newBuilder().setPriorityKey(spec.priority());
        if (spec.fairnessKey() != null) {
            priority.setFairnessKey(spec.fairnessKey());
        }
        if (spec.fairnessWeight() != null) {
            priority.setFairnessWeight(spec.fairnessWeight().floatValue());
        }
        return options.setStaticSummary(spec.summary()).setPriority(priority.build());
    }
}
