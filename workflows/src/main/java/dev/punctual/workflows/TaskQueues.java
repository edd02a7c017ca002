package dev.punctual.workflows;

/** The Temporal task queues in one place. */
public final class TaskQueues {
    /**
     * Where every task's workflow runs, and what dispatched fires ask of the book after their attempts: it has no rate limit,
     * and every worker serves it.
     */
    public static final String TASKS = "punctual-tasks";

    private static final String QUEUE_PREFIX = "punctual-queue-";

    private TaskQueues() {}

    /** Where dispatched fires of a queue are carried and performed: by the same workers, which spares the engine a detour. */
    public static String of(String queue) {
        return QUEUE_PREFIX + queue;
    }
}
