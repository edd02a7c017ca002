package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.List;

/** The text of a cron expression in its fields, and the words that refuse it. */
record CronText(String expression, List<Field> fields) {
    private static final int LONGEST = 1_000;

    /** What stands between blanks, and the index of its first character. */
    record Field(String text, int start) {}

    /** Where an item stands: its cron column, and the position of its first character, counted from 1. */
    record Place(CronColumn column, int position) {}

    static CronText of(String expression) {
        if (expression.length() > LONGEST) {
            throw new InvalidScheduleException(
                    "expression",
                    "CRON_SYNTAX",
                    "expression is %d characters long; shorten it to %d or split it over several tasks"
                            .formatted(expression.length(), LONGEST));
        }
        List<Field> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= expression.length(); i++) {
            if (i == expression.length() || expression.charAt(i) == ' ' || expression.charAt(i) == '\t') {
                if (i > start) {
                    fields.add(new Field(expression.substring(start, i), start));
                }
                start = i + 1;
            }
        }
        return new CronText(expression, List.copyOf(fields));
    }

    String field(int index) {
        return fields.get(index).text();
    }

    /** The place of the first character of a field. */
    Place place(CronColumn column, int index) {
        return new Place(column, fields.get(index).start() + 1);
    }

    boolean isNickname() {
        return !fields.isEmpty() && field(0).startsWith("@");
    }

    InvalidScheduleException refusal(String code, Place place, String reason) {
        return new InvalidScheduleException(
                "expression",
                code,
                "expression \"%s\", column %d (%s): %s"
                        .formatted(expression, place.position(), place.column().title, reason));
    }

    /** A refusal of the whole: the reason goes on after the expression. */
    InvalidScheduleException refusal(String code, String reason) {
        return new InvalidScheduleException("expression", code, "expression \"%s\"%s".formatted(expression, reason));
    }
}
