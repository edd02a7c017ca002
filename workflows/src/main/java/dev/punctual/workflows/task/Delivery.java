package dev.punctual.workflows.task;

/** What is done about an attempt whose worker vanished, so that its outcome is unknown. */
public enum Delivery {
    /** It counts as failed and is tried again while attempts remain. */
    AT_LEAST_ONCE,
    /** The fire ends as LOST; the action is never started a second time for an unknown outcome. */
    AT_MOST_ONCE
}
