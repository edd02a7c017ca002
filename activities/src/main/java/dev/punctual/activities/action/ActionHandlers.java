package dev.punctual.activities.action;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.RemoteAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handlers, one for each kind of action that Punctual's own workers perform: complete from the start, or not made at all.
 */
public final class ActionHandlers {
    private final Map<Class<?>, ActionHandler<?>> byKind = new HashMap<>();

    /** @throws IllegalArgumentException when a kind has no handler or two */
    public ActionHandlers(List<ActionHandler<?>> handlers) {
        for (ActionHandler<?> handler : handlers) {
            if (byKind.put(handler.kind(), handler) != null) {
                throw new IllegalArgumentException(
                        handler.kind().getSimpleName() + " has two handlers; wire one of them only");
            }
        }
        for (Class<?> kind : Action.class.getPermittedSubclasses()) {
            if (kind != RemoteAction.class && !byKind.containsKey(kind)) {
                throw new IllegalArgumentException(kind.getSimpleName() + " has no handler; add it to the wiring");
            }
        }
    }

    /**
     * Performs one attempt of any action, as {@link ActionHandler#perform} says.
     *
     * @throws InterruptedException when interrupted; the work is stopped by then
     */
    public Outcome perform(Action action, FireContext context) throws InterruptedException {
        ActionHandler<?> handler = byKind.get(action.getClass());
        if (handler == null) {
            throw new IllegalStateException(action.getClass() + " is not performed by Punctual's own workers");
        }
        return perform(handler, action, context);
    }

    private static <A extends Action> Outcome perform(ActionHandler<A> handler, Action action, FireContext context)
            throws InterruptedException {
        return handler.perform(handler.kind().cast(action), context);
    }
}
