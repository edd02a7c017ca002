package dev.punctual.workflows.schedule;

/** To which day a fire moves whose own day a calendar excludes; the local time stays. */
public enum BusinessDayRoll {
    /** The next day that no calendar excludes. */
    FOLLOWING,
    /** The last day before it that no calendar excludes. */
    PRECEDING,
    /** The following day, unless that lies in another month: then the preceding one. */
    MODIFIED_FOLLOWING
}
