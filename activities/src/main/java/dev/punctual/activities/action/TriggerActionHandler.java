package dev.punctual.activities.action;

import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TriggerAction;
import java.util.Map;

/** Asks the book for a fire of another task. A further attempt finds the fire that the first one asked for. */
public final class TriggerActionHandler implements ActionHandler<TriggerAction> {
    private final TaskBook tasks;

    /** @param tasks where the other task is */
    public TriggerActionHandler(TaskBook tasks) {
        this.tasks = tasks;
    }

    @Override
    public Class<TriggerAction> kind() {
        return TriggerAction.class;
    }

    @Override
    public Outcome perform(TriggerAction action, FireContext context) {
        try {
            Object input = action.input() == null ? null : new Placeholders(context).inJson(action.input());
            TaskId task = new TaskId(context.task().namespace(), action.task());
            FireId fire = tasks.triggerFrom(task, context.fire(), input);
            return new Outcome.Succeeded(Map.of("fire", fire.toString()));
        } catch (TaskRefusal refusal) {
            return new Outcome.Failed(new FireError(type(refusal), String.valueOf(refusal.getMessage())), null, false);
        }
    }

    private static String type(TaskRefusal refusal) {
        return switch (refusal) {
            case TaskRefusal.NotFound _ -> "TASK_NOT_FOUND";
            case TaskRefusal.WrongState _ -> "TASK_CANCELLED";
            case TaskRefusal.Invalid _ -> "TRIGGER_CHAIN";
            case TaskRefusal.Exists _, TaskRefusal.StaleVersion _ -> "TRIGGER_REFUSED";
        };
    }
}
