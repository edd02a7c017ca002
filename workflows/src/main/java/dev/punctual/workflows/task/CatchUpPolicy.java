package dev.punctual.workflows.task;

/** Which of the instants that were missed, through an outage or a pause, are still run. */
public enum CatchUpPolicy {
    /** Every one within the window, oldest first. */
    ALL,
    /** Only the latest, when it is within the window. */
    LAST,
    /** None. */
    NONE
}
