package dev.punctual.workflows.fire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at performing a fire's action.
 *
 * @param number 1 for the first
 * @param state RUNNING, SUCCEEDED, FAILED, TIMED_OUT, CANCELLED or LOST
 * @param worker who made it
 * @param claimedAt when the book committed it
 * @param startedAt when the action began; null while that is unknown
 * @param finishedAt when its outcome was recorded; null while it runs
 * @param error why it did not succeed; null when it did or still runs
 */
public record Attempt(
        int number,
        FireState state,
        @Nullable String worker,
        Instant claimedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable FireError error) {}
