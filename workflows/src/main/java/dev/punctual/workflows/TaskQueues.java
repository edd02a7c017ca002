package dev.punctual.workflows;

/** The Temporal task queues in one place. */
public final class TaskQueues {
    /** Where every task's workflow runs. */
    public static final String TASKS = "punctual-tasks";

    private TaskQueues() {}
}
