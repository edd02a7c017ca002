package dev.punctual.workflows.fire;

/** The life of a fire: PENDING, then RUNNING, RETRYING and RUNNING again as often as attempts fail, then one final state. */
public enum FireState {
    /** Asked for outside the schedule (a manual trigger) and not started yet. */
    PENDING,
    /** Entered by a claim: an attempt runs. */
    RUNNING,
    /** Entered when an attempt failed or was lost and another one follows. */
    RETRYING,
    /** An attempt succeeded. */
    SUCCEEDED,
    /** The last attempt failed. */
    FAILED,
    /** The last attempt ran into the task's timeout. */
    TIMED_OUT,
    /** The fire or its task was cancelled before an attempt could end. */
    CANCELLED,
    /** The instant was not acted on; {@link SkipReason} says why. */
    SKIPPED,
    /** The worker vanished during the attempt, its outcome is unknown, and it is not tried again. */
    LOST;

    /** Whether the fire has ended; a final state never changes. */
    public boolean isFinal() {
        return switch (this) {
            case PENDING, RUNNING, RETRYING -> false;
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, SKIPPED, LOST -> true;
        };
    }
}
