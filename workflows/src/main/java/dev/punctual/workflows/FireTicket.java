package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow of a dispatched fire carries: which fire, and how its attempts take part in a backlogged queue. All else
 * is asked of the book at each attempt.
 *
 * @param namespace the task's namespace
 * @param taskId the task's id
 * @param fireId the fire
 * @param queue whose workers perform it
 * @param priority 1 (highest) to 5
 * @param fairnessKey whose share of the queue it takes; null for none
 * @param fairnessWeight how large that share is; null for 1
 * @param timeout the longest an attempt may take
 * @param wakesTask whether the task's workflow waits for the end of the fire
 * @param atOnce whether the first attempt may begin in the worker that carries the fire
 * @param slotKey the concurrency key of which it has a slot, which its end frees; null for none
 */
public record FireTicket(
        String namespace,
        String taskId,
        UUID fireId,
        String queue,
        int priority,
        @Nullable String fairnessKey,
        @Nullable Double fairnessWeight,
        Duration timeout,
        boolean wakesTask,
        @JsonAlias("brief") boolean atOnce,
        @Nullable String slotKey) {

    /** The ticket of a fire of the task as it is now. */
    public static FireTicket of(DueTask task, FireId fire) {
        TaskSpec spec = task.spec();
        return new FireTicket(
                task.id().namespace(),
                task.id().id(),
                fire.value(),
                spec.queue(),
                spec.priority(),
                spec.fairnessKey(),
                spec.fairnessWeight(),
                spec.timeout(),
                wakesTask(spec),
                true,
                spec.concurrency() == null ? null : spec.concurrency().key());
    }

    /** Whether the end of a dispatched fire decides what the task does next. */
    public static boolean wakesTask(TaskSpec spec) {
        return spec.schedule().followsRuns()
                || spec.overlapPolicy().buffers()
                || spec.overlapPolicy().stopsRunning();
    }

    /** The task it belongs to. */
    public TaskId task() {
        return new TaskId(namespace, taskId);
    }

    /** The fire. */
    public FireId fire() {
        return new FireId(fireId);
    }

    /** Its place in a backlogged queue. */
    @JsonIgnore
    Priority enginePriority() {
        Priority.Builder options = Priority.newBuilder().setPriorityKey(priority);
        if (fairnessKey != null) {
            options.setFairnessKey(fairnessKey);
        }
        if (fairnessWeight != null) {
            options.setFairnessWeight(fairnessWeight.floatValue());
        }
        return options.build();
    }
}
