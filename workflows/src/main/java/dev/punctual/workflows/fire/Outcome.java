package dev.punctual.workflows.fire;

import java.time.Duration;
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
     * @param retryAfter how long the target asks to be left alone from now on; null when it does not
     */
    record Failed(
            FireError error,
            @Nullable Map<String, Object> result,
            boolean retryable,
            @Nullable Duration retryAfter) implements Outcome {
        /** A failure whose target asked for no pause. */
        public Failed(FireError error, @Nullable Map<String, Object> result, boolean retryable) {
            this(error, result, retryable, null);
        }
    }

    /**
     * The attempt ran into the task's timeout and was stopped.
     *
     * @param error why
     * @param result what the action still says, as JSON values; null for nothing
     */
    record TimedOut(FireError error, @Nullable Map<String, Object> result) implements Outcome {
        /** An attempt that had nothing to say. */
        public TimedOut(FireError error) {
            this(error, null);
        }
    }

    /**
     * The task was cancelled during the attempt, and the attempt was stopped.
     *
     * @param error why
     * @param result what the action still says, as JSON values; null for nothing
     */
    record Cancelled(FireError error, @Nullable Map<String, Object> result) implements Outcome {
        /** An attempt that had nothing to say. */
        public Cancelled(FireError error) {
            this(error, null);
        }
    }

    /** The worker vanished, or could not keep its lease: whether the action took effect is unknown. */
    record Lost(FireError error) implements Outcome {}
}
