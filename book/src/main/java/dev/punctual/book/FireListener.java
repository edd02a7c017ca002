package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;

/** Hears, once it is committed, that a fire which has a workflow of its own is to stop. Must answer at once. */
@FunctionalInterface
public interface FireListener {
    /** The fire's workflow is no longer wanted. */
    void stopped(TaskId task, FireId fire);
}
