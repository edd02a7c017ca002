package dev.punctual.workflows.schedule;

/** What a cron expression means, compiled once and immutable. */
sealed interface CronPlan permits CronFields, CronEvery {

    /** Whether it follows real time through changes of the clocks, because its hours are not fixed. */
    boolean onRealTime();
}
