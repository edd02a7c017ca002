package dev.punctual.workflows.schedule.oracle;

/** A field of a cron expression. */
enum Column {
    SECOND(0, 59),
    MINUTE(0, 59),
    HOUR(0, 23),
    DAY_OF_MONTH(1, 31),
    MONTH(1, 12),
    /** The least number is the dialect's. */
    DAY_OF_WEEK(0, 7),
    YEAR(1970, 2099);

    final int min;
    final int max;

    Column(int min, int max) {
        this.min = min;
        this.max = max;
    }
}
