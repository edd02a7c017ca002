package dev.punctual.workflows.audit;

import dev.punctual.workflows.task.TaskId;
import java.time.Instant;

/**
 * An instant at which schedule and ledger disagree.
 *
 * @param task whose
 * @param at the instant
 * @param kind how they disagree
 */
public record Finding(TaskId task, Instant at, Kind kind) {
    /** How schedule and ledger disagree. */
    public enum Kind {
        /** The instant was expected, and no row says what became of it. */
        UNEXPLAINED,
        /** A fire of the schedule that no definition of the task names. */
        UNEXPECTED
    }
}
