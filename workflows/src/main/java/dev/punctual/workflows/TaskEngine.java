package dev.punctual.workflows;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;

/**
 * What is asked of Temporal. All of them may be repeated: the book is the truth, and the engine is told of it until it
 * has heard. Each throws the client's exception when Temporal is away.
 */
public interface TaskEngine {
    /**
     * Has the task's workflow begin after a delay, unless it runs already.
     *
     * @param task names it, and describes it to people
     * @param delay how long until it asks its worker for the fire; zero to begin at once
     * @param hold how long that fire will be held for its instant
     */
    void start(Task task, Duration delay, Duration hold);

    /** Has the task's workflow ask the book anew, at once; begins it where there is none. */
    void wake(Task task);

    /** Replaces the task's workflow, whatever it is doing, by one that asks the book at once. */
    void restart(TaskId task);

    /** Ends the task's workflow, if there is one. */
    void cancel(TaskId task);

    /** Has a dispatched fire carried by a workflow of its own, unless one does already. */
    void perform(FireTicket ticket);

    /** Has the workflow of a dispatched fire stop the attempt in progress and end, if there is one. */
    void stop(TaskId task, FireId fire);
}
