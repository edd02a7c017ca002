package dev.punctual.workflows;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;

/**
 * All that a task's workflow carries: whose alarm clock it is. What is due, and when, is asked of the book at each wake-up.
 *
 * @param namespace the task's namespace
 * @param taskId the task's id
 * @param workflowTaskTimeout that of this run of the workflow, which bounds how long it can hold in one piece
 */
public record Ticket(String namespace, String taskId, Duration workflowTaskTimeout) {
    /** A task whose instants are nearer to each other than this stays with a worker for several of them. */
    public static final Duration FREQUENT = Duration.ofSeconds(30);

    /**
     * No stay is longer: a signal waits until its end, and the longest timeout of a workflow task must cover it without a
     * heartbeat.
     */
    public static final Duration LONGEST_STAY = Duration.ofSeconds(90);

    /** The ticket of a run that holds for at most so long. */
    public static Ticket of(TaskId task, Duration hold) {
        return new Ticket(task.namespace(), task.id(), Lead.workflowTaskTimeout(hold));
    }

    /** The task it is for. */
    public TaskId task() {
        return new TaskId(namespace, taskId);
    }

    /** How long a worker may keep the task for several fires, without a heartbeat of the workflow task. */
    public Duration longestStay() {
        return min(Lead.holdWithin(workflowTaskTimeout), LONGEST_STAY);
    }

    /** Whether a hold of this length wants a longer timeout than this run has. */
    boolean isOutgrownBy(Duration hold) {
        return Lead.workflowTaskTimeout(hold).compareTo(workflowTaskTimeout) > 0;
    }
}
