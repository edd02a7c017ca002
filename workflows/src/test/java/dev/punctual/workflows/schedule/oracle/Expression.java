package dev.punctual.workflows.schedule.oracle;

import java.time.LocalDate;
import java.util.Map;

/** An expression as a structure, with the text that says the same. */
record Expression(Rules rules, String text, Map<Column, Field> fields) {

    Field field(Column column) {
        Field field = fields.get(column);
        if (field == null) {
            throw new IllegalArgumentException(rules + " has no " + column);
        }
        return field;
    }

    /** The hour field begins with a star: the expression runs on real time. */
    boolean runsOnRealTime() {
        return field(Column.HOUR).beginsWithStar();
    }

    boolean matches(LocalDate date) {
        return field(Column.MONTH).values().contains(date.getMonthValue())
                && matchesYear(date.getYear())
                && matchesDay(date);
    }

    /** Years without end where there is no such field, or a star in it. */
    private boolean matchesYear(int year) {
        Field years = fields.get(Column.YEAR);
        return years == null || years.values().contains(year) || years.items().contains(new Item.Star(1));
    }

    private boolean matchesDay(LocalDate date) {
        Field ofMonth = field(Column.DAY_OF_MONTH);
        Field ofWeek = field(Column.DAY_OF_WEEK);
        if (ofMonth.isQuestionMark()) {
            return ofWeek.isQuestionMark() || matchesDayOfWeek(ofWeek, date);
        }
        if (ofWeek.isQuestionMark()) {
            return matchesDayOfMonth(ofMonth, date);
        }
        boolean either = rules == Rules.UNIX && !ofMonth.beginsWithStar() && !ofWeek.beginsWithStar();
        return either
                ? matchesDayOfMonth(ofMonth, date) || matchesDayOfWeek(ofWeek, date)
                : matchesDayOfMonth(ofMonth, date) && matchesDayOfWeek(ofWeek, date);
    }

    private static boolean matchesDayOfMonth(Field field, LocalDate date) {
        return field.values().contains(date.getDayOfMonth())
                || field.dates().stream().anyMatch(special -> special.matches(date));
    }

    private boolean matchesDayOfWeek(Field field, LocalDate date) {
        return rules.numbersOf(date.getDayOfWeek()).stream().anyMatch(field.values()::contains)
                || field.dates().stream().anyMatch(special -> special.matches(date));
    }

    boolean matchesHour(int hour) {
        return field(Column.HOUR).values().contains(hour);
    }

    boolean matchesMinute(int minute) {
        return field(Column.MINUTE).values().contains(minute);
    }

    /** Without a column for the seconds only the full minute matches. */
    boolean matchesSecond(int second) {
        return fields.containsKey(Column.SECOND) ? field(Column.SECOND).values().contains(second) : second == 0;
    }

    /** How many times of day match. */
    int timesADay() {
        int seconds = fields.containsKey(Column.SECOND)
                ? field(Column.SECOND).values().size()
                : 1;
        return field(Column.HOUR).values().size()
                * field(Column.MINUTE).values().size()
                * seconds;
    }
}
