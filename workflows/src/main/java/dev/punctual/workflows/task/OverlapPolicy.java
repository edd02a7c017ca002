package dev.punctual.workflows.task;

/** What happens at an instant at which an earlier fire of the same task has not ended. */
public enum OverlapPolicy {
    /** The instant is recorded as skipped. */
    SKIP
}
