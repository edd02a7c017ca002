package dev.punctual.workflows.fire;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One expected instant of one task, as the book has it. The times tell its story; those of the first attempt are the fire's
 * own, so lateness is that of the first start.
 *
 * @param id made from task, instant and trigger
 * @param task whose fire it is
 * @param scheduledFor the instant
 * @param trigger why it exists
 * @param state where its life stands
 * @param reason why it was skipped; null unless SKIPPED
 * @param detail more on the reason, for people; null for none
 * @param covers how many instants this row stands for: 1, or more for a SKIPPED range
 * @param coversUntil the last of them
 * @param version of the task's definition it ran by
 * @param attempt how many attempts were claimed
 * @param worker who made the latest attempt; null before the first
 * @param wokenAt when a worker turned to it, by the book's clock: the engine had rung, or the worker still had the task in hand
 *     after the fire before; null when nobody did, as for what a user asked for
 * @param claimedAt when the first attempt was committed, by the book's clock
 * @param startedAt when its action began, by the book's clock; known once the attempt ended
 * @param finishedAt when the final state was committed
 * @param dueAt when the next attempt starts; null unless PENDING or RETRYING
 * @param outcome what the action says of its success or failure; null for nothing
 * @param error why it did not succeed; null when it did
 * @param progress what its attempts said of themselves; null for nothing
 * @param source the fire that it follows, or that triggered it; null for none
 * @param stopping whether its attempt in progress was asked to stop
 * @param asked what a user asked for with it
 */
public record Fire(
        FireId id,
        TaskId task,
        Instant scheduledFor,
        Trigger trigger,
        FireState state,
        @Nullable SkipReason reason,
        @Nullable String detail,
        long covers,
        Instant coversUntil,
        int version,
        int attempt,
        @Nullable String worker,
        @Nullable Instant wokenAt,
        @Nullable Instant claimedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant dueAt,
        @Nullable Map<String, Object> outcome,
        @Nullable FireError error,
        @Nullable Progress progress,
        @Nullable FireId source,
        boolean stopping,
        Asked asked) {

    /**
     * {@code startedAt} minus {@code scheduledFor}, never negative; null before the start is known, and where {@link
     * Trigger#hasLateness} says that there is none.
     */
    public @Nullable Duration lateness() {
        return startedAt == null || !trigger.hasLateness() ? null : Duration.between(scheduledFor, startedAt);
    }
}
