package dev.punctual.workflows.fire;

/** Why a fire exists. */
public enum Trigger {
    /** The task's schedule. */
    SCHEDULE,
    /** A user's call. */
    MANUAL,
    /** A range of past instants asked for. */
    BACKFILL,
    /** The end of another task's fire. */
    DEPENDENCY;

    /** Whether such a fire may bring what its action is given, or act for another fire's instant: {@link Asked}. */
    public boolean mayBringInput() {
        return switch (this) {
            case MANUAL, DEPENDENCY -> true;
            case SCHEDULE, BACKFILL -> false;
        };
    }
}
