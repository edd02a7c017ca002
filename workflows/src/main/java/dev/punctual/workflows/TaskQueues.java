package dev.punctual.workflows;

/** The Temporal task queues in one place. */
public final class TaskQueues {
    /** Where every task's workflow runs. */
    public static final String TASKS = "punctual-tasks";

    private static final String QUEUE_PREFIX = "punctual-queue-";

    private TaskQueues() {}

    /** Where the attempts of dispatched fires of a queue are performed. */
    public static String of(String queue) {
        return QUEUE_PREFIX + queue;
    }
}
