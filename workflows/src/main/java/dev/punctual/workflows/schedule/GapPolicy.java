package dev.punctual.workflows.schedule;

/** What becomes of a local time that does not exist because the clocks go forward. */
public enum GapPolicy {
    /** It does not fire. */
    SKIP,
    /** It fires at the first instant after the gap; several that land there are one fire. */
    SHIFT_FORWARD
}
