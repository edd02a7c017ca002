package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Past instants of a task that a user asked for, and how far that has come.
 *
 * @param id its name in the namespace
 * @param task whose instants
 * @param range which, and how fast
 * @param state where its life stands
 * @param instants how many the schedule named in the range when it began
 * @param entered how many fires were made so far
 * @param leftOut how many instants were passed over, because they had run
 * @param createdAt when it began
 * @param createdBy who asked
 * @param endedAt when it ended; null before
 */
public record Backfill(
        String id,
        TaskId task,
        Range range,
        State state,
        long instants,
        long entered,
        long leftOut,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endedAt) {
    /** How many instants one backfill may have: some hours of a worker's whole capacity. */
    public static final int MOST_INSTANTS = 100_000;

    /** Where a backfill's life stands. */
    public enum State {
        /** Fires are made at its rate. */
        RUNNING,
        /** No further fires are made; those that were made run. */
        PAUSED,
        /** Every instant was dealt with, and every fire has ended. */
        DONE,
        /** A user ended it. */
        CANCELLED;

        /** Whether nothing can follow. */
        public boolean isFinal() {
            return this == DONE || this == CANCELLED;
        }
    }

    /**
     * What is asked for.
     *
     * @param from the first instant that may be among them
     * @param to the first that may not
     * @param ratePerMinute how many fires are made in a minute, at most
     * @param rerun whether instants that have succeeded, or are about to run, run again
     */
    public record Range(Instant from, Instant to, int ratePerMinute, boolean rerun) {}

    /**
     * What a range holds.
     *
     * @param instants how many
     * @param first the oldest; null for none
     * @param last the newest; null for none
     */
    public record Extent(
            long instants,
            @Nullable Instant first,
            @Nullable Instant last) {}
}
