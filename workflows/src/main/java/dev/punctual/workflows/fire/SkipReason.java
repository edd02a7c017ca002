package dev.punctual.workflows.fire;

/** Why an expected instant was not acted on. */
public enum SkipReason {
    /** An earlier fire of the task had not ended. */
    OVERLAP,
    /** The task was paused. */
    PAUSED,
    /** It was missed, and the task's catch-up policy does not run it. */
    CATCH_UP,
    /** A calendar excludes it. */
    CALENDAR,
    /** A user moved the task's next fire past it, or skipped it. */
    USER
}
