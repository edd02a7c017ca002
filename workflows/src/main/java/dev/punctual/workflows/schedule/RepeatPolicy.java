package dev.punctual.workflows.schedule;

/** What becomes of a local time that occurs more than once because the clocks go back. */
public enum RepeatPolicy {
    /** It fires the first time only. */
    FIRST,
    /** It fires the last time only. */
    LAST,
    /** It fires each time. */
    BOTH
}
