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
    DEPENDENCY
}
