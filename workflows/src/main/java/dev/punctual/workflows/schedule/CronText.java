package dev.punctual.workflows.schedule;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The text of a cron expression in its fields, and the words that refuse it. */
record CronText(String expression, List<MatchResult> fields) {
    private static final int LONGEST = 1_000;
    private static final Pattern FIELD = Pattern.compile("[^ \t]+");

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
        return new CronText(expression, FIELD.matcher(expression).results().toList());
    }

    String field(int index) {
        return fields.get(index).group();
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
