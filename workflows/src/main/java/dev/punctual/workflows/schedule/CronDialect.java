package dev.punctual.workflows.schedule;

/** Whose rules a cron expression is read by. */
public enum CronDialect {
    /** Five fields (minute, hour, day of month, month, day of week) or a nickname such as {@code @daily}, as Vixie cron. */
    UNIX
}
