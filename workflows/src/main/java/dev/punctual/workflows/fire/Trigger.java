package dev.punctual.workflows.fire;

/** Why a fire exists. */
public enum Trigger {
    /** The task's schedule. */
    SCHEDULE,
    /** A user's call. */
    MANUAL,
    /** A range of past instants asked for. */
    BACKFILL,
    /** Another fire, whose action triggers this task. */
    DEPENDENCY,
    /** A fire of the same task has ended FAILED, TIMED_OUT or LOST. */
    ON_FAILURE,
    /** A fire of the same task has ended SUCCEEDED. */
    ON_SUCCESS,
    /** A fire of the same task started later than it may. */
    ON_LATE;

    /** Whether it follows a fire of its own task. Such a fire takes no part in the schedule, and nothing follows it. */
    public boolean isFollowUp() {
        return switch (this) {
            case SCHEDULE, MANUAL, BACKFILL, DEPENDENCY -> false;
            case ON_FAILURE, ON_SUCCESS, ON_LATE -> true;
        };
    }

    /** Whether its start can be late: a backfilled instant was past when it was asked for, and a follow-up has none. */
    public boolean hasLateness() {
        return this != BACKFILL && !isFollowUp();
    }

    /** Whether such a fire may bring what its action is given, or act for another fire's instant: {@link Asked}. */
    public boolean mayBringInput() {
        return this == MANUAL || this == DEPENDENCY;
    }
}
