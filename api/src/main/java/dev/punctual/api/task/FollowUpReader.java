package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.FollowUps;
import dev.punctual.workflows.task.FollowUps.OnLate;
import dev.punctual.workflows.task.TriggerAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what a task does about how its fires end. */
final class FollowUpReader {
    private static final Duration SHORTEST_AFTER = Duration.ofMillis(100);
    private static final Duration LONGEST_AFTER = Duration.ofDays(7);

    private final ActionRules rules;
    private final String task;

    /**
     * @param rules what the operator allows
     * @param task the id of the task
     */
    FollowUpReader(ActionRules rules, String task) {
        this.rules = rules;
        this.task = task;
    }

    /** Null when there is none; mistakes are noted. */
    @Nullable
    FollowUps read(Fields fields) {
        Action onFailure = action(fields.object("onFailure"));
        Action onSuccess = action(fields.object("onSuccess"));
        OnLate onLate = onLate(fields.object("onLate"));
        return onFailure == null && onSuccess == null && onLate == null
                ? null
                : new FollowUps(onFailure, onSuccess, onLate);
    }

    private @Nullable OnLate onLate(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Duration after = fields.duration("after", SHORTEST_AFTER, LONGEST_AFTER);
        if (!fields.has("after")) {
            fields.missing("after", "say how late a start is too late, as PT1M");
        }
        Action action = action(fields.object("action"));
        if (!fields.has("action")) {
            fields.missing("action", "say what is done about it");
        }
        fields.end();
        return after == null || action == null ? null : new OnLate(after, action);
    }

    private @Nullable Action action(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Action action = ActionReader.read(fields, rules);
        refuseItself(fields, action, task);
        return action;
    }

    /** A task that triggers itself would never come to rest. */
    static void refuseItself(Fields fields, @Nullable Action action, String task) {
        if (action instanceof TriggerAction trigger && trigger.task().equals(task)) {
            fields.refuse(
                    "task",
                    "CIRCLE",
                    "task is '%s', the task itself; trigger another one, or use retry or the schedule".formatted(task));
        }
    }
}
