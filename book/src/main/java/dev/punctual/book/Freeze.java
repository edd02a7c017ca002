package dev.punctual.book;

import dev.punctual.workflows.task.CatchUpPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that rest together: those that match when it begins, and those that come to match while it holds.
 *
 * @param namespace of the tasks
 * @param id its name
 * @param wish what was asked for
 * @param state where its life stands
 * @param tasks how many tasks rest because of it now
 * @param createdAt when it began
 * @param createdBy who asked
 * @param thawedAt when all its tasks were back in force; null before
 */
public record Freeze(
        String namespace,
        String id,
        Wish wish,
        State state,
        long tasks,
        Instant createdAt,
        String createdBy,
        @Nullable Instant thawedAt) {
    /** Where a freeze's life stands. */
    public enum State {
        /** Matching tasks rest. */
        FROZEN,
        /** Its tasks are put back in force, one after the other. */
        THAWING,
        /** None of its tasks rests any more. */
        THAWED
    }

    /**
     * What is asked for.
     *
     * @param label which tasks; null for all of the namespace
     * @param reason for people; null for none
     * @param until when it thaws by itself; null for never
     * @param catchUp which of the instants that pass meanwhile still run; null for what each task says
     */
    public record Wish(
            @Nullable Label label,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable CatchUpPolicy catchUp) {}

    /** A label of tasks. */
    public record Label(String key, String value) {}
}
