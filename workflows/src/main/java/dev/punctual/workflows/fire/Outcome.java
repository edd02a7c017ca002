package dev.punctual.workflows.fire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Outcome {
    /** @param result what the action says of its success, as JSON values; null for nothing */
    record Succeeded(@Nullable Map<String, Object> result) implements Outcome {}

    /**
     * @param error why
     * @param result what the action still says, as JSON values; null for nothing
     * @param retryable whether another attempt could succeed
     */
    record Failed(FireError error, @Nullable Map<String, Object> result, boolean retryable) implements Outcome {}

    /** The attempt ran into the task's timeout and was stopped. */
    record TimedOut(FireError error) implements Outcome {}

    /** The task was cancelled during the attempt, and the attempt was stopped. */
    record Cancelled(FireError error) implements Outcome {}

    /** The worker vanished, or could not keep its lease: whether the action took effect is unknown. */
    record Lost(FireError error) implements Outcome {}
}
