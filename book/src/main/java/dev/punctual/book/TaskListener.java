package dev.punctual.book;

import dev.punctual.workflows.task.Task;

/** Hears of changes to tasks that this process has just committed. Called on the caller's thread: it must not block. */
@FunctionalInterface
public interface TaskListener {
    /** @param task as committed */
    void committed(Task task);
}
