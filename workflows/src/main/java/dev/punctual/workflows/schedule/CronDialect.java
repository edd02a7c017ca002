package dev.punctual.workflows.schedule;

/** Whose rules a cron expression is read by. */
public enum CronDialect {
    /**
     * Five fields (minute, hour, day of month, month, day of week) or a nickname such as {@code @daily}, as Vixie cron;
     * besides {@code H} as in Jenkins and {@code @every 90m} as in Go's cron.
     */
    UNIX,
    /** Six or seven fields (second first, a year may end it), exactly one of the two day fields {@code ?}, as Quartz. */
    QUARTZ,
    /** Six fields (second first), a day must match both day fields, or a nickname, as Spring's CronExpression. */
    SPRING
}
