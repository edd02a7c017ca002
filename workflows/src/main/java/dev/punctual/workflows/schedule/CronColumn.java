package dev.punctual.workflows.schedule;

import java.util.Locale;

/** The five columns of a UNIX cron expression, in their order. */
enum CronColumn {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** Sunday is 0 and 7, and {@code *} stands for both, as in Vixie cron. */
    DAY_OF_WEEK("day of week", 0, 7, "SUN MON TUE WED THU FRI SAT");

    private static final int NAME = 3;

    final String title;
    final int min;
    final int max;
    private final String names;

    CronColumn(String title, int min, int max, String names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** The number a name of three letters stands for, or -1 when this column has no such name. */
    int numberOf(String name) {
        int index = names.indexOf(name.toUpperCase(Locale.ROOT));
        return index < 0 ? -1 : index / (NAME + 1) + min;
    }

    /** What the column takes, for messages. */
    String choice() {
        String numbers = min + " to " + max;
        return names.isEmpty()
                ? numbers
                : "%s or %s to %s".formatted(numbers, names.substring(0, NAME), names.substring(names.length() - NAME));
    }
}
