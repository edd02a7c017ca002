package dev.punctual.workflows.audit;

import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the audit must know of a fire.
 *
 * @param scheduledFor its instant
 * @param trigger why it exists
 * @param state where its life stands
 * @param reason why it was skipped; null unless SKIPPED
 * @param covers how many instants the row stands for; 1 unless it is a SKIPPED range
 * @param coversUntil the last of them
 * @param lateness of its first start; null while it has not started
 */
public record LedgerRow(
        Instant scheduledFor,
        Trigger trigger,
        FireState state,
        @Nullable SkipReason reason,
        long covers,
        Instant coversUntil,
        @Nullable Duration lateness) {

    /** A fire that ran, or runs. */
    public static LedgerRow of(Instant scheduledFor, FireState state, Duration lateness) {
        return new LedgerRow(scheduledFor, Trigger.SCHEDULE, state, null, 1, scheduledFor, lateness);
    }

    /** A range of skipped instants, or one. */
    public static LedgerRow skipped(Instant from, Instant until, long covers, SkipReason reason) {
        return new LedgerRow(from, Trigger.SCHEDULE, FireState.SKIPPED, reason, covers, until, null);
    }

    /** Whether it speaks of more than its own instant. */
    boolean isRange() {
        return covers > 1;
    }
}
