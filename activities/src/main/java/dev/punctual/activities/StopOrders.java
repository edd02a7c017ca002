package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.util.Set;
import java.util.UUID;

/** Has this worker stop what the book wants stopped. */
public final class StopOrders {
    private final TaskBook tasks;
    private final FireBook fires;
    private final RunningAttempts running;

    /**
     * @param tasks knows which are cancelled
     * @param fires knows which claims are in force, and which of them are to stop
     * @param running what this worker does
     */
    public StopOrders(TaskBook tasks, FireBook fires, RunningAttempts running) {
        this.tasks = tasks;
        this.fires = fires;
        this.running = running;
    }

    /** Asks the book about a task, and stops those of its attempts that are to stop. */
    public void obey(TaskId task) {
        boolean cancelled = tasks.find(task)
                .map(found -> found.state() == TaskState.CANCELLED)
                .orElse(false);
        if (cancelled) {
            running.cancel(task);
        } else {
            Set<UUID> begun = running.begun(task);
            running.stop(task, begun, fires.claims(task));
        }
    }
}
