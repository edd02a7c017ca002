package dev.punctual.workflows.schedule;

/** What an interval counts from. */
public enum IntervalMode {
    /** From the anchor: a run or an outage, however long, moves nothing. */
    FIXED_RATE,
    /** From the end of the last run, with its retries. */
    FIXED_DELAY
}
