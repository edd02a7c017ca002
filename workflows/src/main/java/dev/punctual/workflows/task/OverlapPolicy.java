package dev.punctual.workflows.task;

/** What happens at an instant at which an earlier fire of the same task has not ended. */
public enum OverlapPolicy {
    /** The instant is recorded as skipped. */
    SKIP,
    /** It runs when the earlier one has ended; while one waits so, later instants are recorded as skipped. */
    BUFFER_ONE,
    /** It runs when all earlier ones have ended, one after the other, up to {@link #MOST_BUFFERED} of them. */
    BUFFER_ALL,
    /** The earlier one is asked to stop, and it runs when that has ended. */
    CANCEL_RUNNING,
    /** The earlier one is declared ended and its work is stopped; it runs at once. */
    TERMINATE_RUNNING,
    /** It runs beside the earlier ones. */
    ALLOW_ALL;

    /** So many instants of a task wait for the end of earlier ones; what is beyond is recorded as skipped. */
    public static final int MOST_BUFFERED = 1_000;

    /** Whether instants wait for the end of earlier ones. */
    public boolean buffers() {
        return this == BUFFER_ONE || this == BUFFER_ALL;
    }

    /** Whether earlier ones are stopped. */
    public boolean stopsRunning() {
        return this == CANCEL_RUNNING || this == TERMINATE_RUNNING;
    }
}
