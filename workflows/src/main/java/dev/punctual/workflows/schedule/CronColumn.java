package dev.punctual.workflows.schedule;

import java.util.Locale;

/** The columns of cron expressions, in their order, with the numbers of plain form. */
enum CronColumn {
    SECOND("second", 0, 59, 60, ""),
    MINUTE("minute", 0, 59, 60, ""),
    HOUR("hour", 0, 23, 24, ""),
    DAY_OF_MONTH("day of month", 1, 31, 31, ""),
    MONTH("month", 1, 12, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** Sunday is 0 and 7. */
    DAY_OF_WEEK("day of week", 0, 7, 7, "SUN MON TUE WED THU FRI SAT"),
    YEAR("year", 1970, 2099, 130, "");

    private static final int NAME = 3;

    final String title;
    final int min;
    final int max;
    /** How many different values there are; what runs past the last goes on with the first. */
    final int size;

    private final String names;

    CronColumn(String title, int min, int max, int size, String names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.size = size;
        this.names = names;
    }

    /** The number a name of three letters stands for, or -1 when this column has no such name. */
    int numberOf(String name) {
        int index = names.indexOf(name.toUpperCase(Locale.ROOT));
        return index < 0 ? -1 : index / (NAME + 1) + min;
    }

    /** The names it takes, as the end of a message. */
    String orNames() {
        return names.isEmpty()
                ? ""
                : " or %s to %s".formatted(names.substring(0, NAME), names.substring(names.length() - NAME));
    }
}
