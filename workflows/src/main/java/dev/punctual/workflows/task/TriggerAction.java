package dev.punctual.workflows.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a fire of another task, once for each fire whatever is tried again.
 *
 * @param task the id of the other task, which is in the same namespace
 * @param input what its action is given, as plain JSON values; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TriggerAction(String task, @Nullable Object input) implements Action {
    /** How many fires in a row may have been asked for by one another, so that tasks in a circle come to an end. */
    public static final int LONGEST_CHAIN = 16;

    @Override
    public String type() {
        return "trigger";
    }

    @Override
    public String describe() {
        return "trigger " + task;
    }
}
