package dev.punctual.activities.action;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.Action;

/**
 * Performs one kind of action. Called on a virtual thread of its own for each attempt.
 *
 * @param <A> the kind
 */
public interface ActionHandler<A extends Action> {
    /** The kind it performs. */
    Class<A> kind();

    /**
     * Performs one attempt and says how it ended. Never throws for what the action's target does; what it throws is recorded
     * as a failure of type INTERNAL.
     *
     * @throws InterruptedException when interrupted, as happens when the task is cancelled or the attempt's timeout is over:
     *     the work is stopped by then, and whoever interrupted knows the outcome
     */
    Outcome perform(A action, FireContext context) throws InterruptedException;
}
