package dev.punctual.workflows.task;

/** The life of a task. */
public enum TaskState {
    /** Entered at creation, resume and replacement: its schedule is in force. */
    ACTIVE,
    /** Entered by a pause: its schedule and the retries of its fires rest until it is resumed; a manual trigger still runs. */
    PAUSED,
    /** Entered when the schedule has no further instant and the last fire is final. */
    COMPLETED,
    /** Entered by a cancel: nothing of it starts any more; its history stays. */
    CANCELLED
}
