package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.CronDialect;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;

/** What differs between the dialects, as far as the oracle must know it. */
enum Rules {
    UNIX,
    QUARTZ,
    SPRING;

    /** In the order of the text. */
    List<Column> columns() {
        return switch (this) {
            case UNIX -> List.of(Column.MINUTE, Column.HOUR, Column.DAY_OF_MONTH, Column.MONTH, Column.DAY_OF_WEEK);
            case QUARTZ -> List.of(Column.values());
            case SPRING -> List.of(Column.values()).subList(0, 6);
        };
    }

    CronDialect dialect() {
        return CronDialect.valueOf(name());
    }

    /** The smallest number that a column takes. */
    int min(Column column) {
        return column == Column.DAY_OF_WEEK ? (this == QUARTZ ? 1 : 0) : column.min;
    }

    int max(Column column) {
        return column.max;
    }

    /** Where {@code *} begins: SPRING counts the days of the week from Monday, though it takes 0 for Sunday. */
    int starMin(Column column) {
        return this == SPRING && column == Column.DAY_OF_WEEK ? 1 : min(column);
    }

    /** The numbers that stand for a day of the week: Sunday is 1 in QUARTZ, 0 and 7 elsewhere. */
    Set<Integer> numbersOf(DayOfWeek day) {
        int mondayIsOne = day.getValue();
        return switch (this) {
            case QUARTZ -> Set.of(mondayIsOne % 7 + 1);
            case UNIX, SPRING -> mondayIsOne == 7 ? Set.of(0, 7) : Set.of(mondayIsOne);
        };
    }

    /** The day of the week that a number stands for. */
    DayOfWeek dayOf(int number) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (numbersOf(day).contains(number)) {
                return day;
            }
        }
        throw new IllegalArgumentException(this + " has no day " + number);
    }
}
