package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the text of a UNIX cron expression before the parser sees it, so that every refusal can point at its place, and
 * brings it into plain form: a text for each column, numbers instead of names.
 */
final class CronSyntax {
    private static final int LONGEST = 1_000;
    private static final Pattern FIELD = Pattern.compile("[^ \t]+");
    private static final Pattern ITEM =
            Pattern.compile("(?:\\*|(?<from>[0-9]+|[A-Za-z]{3})(?:-(?<to>[0-9]+|[A-Za-z]{3}))?)(?:/(?<step>[0-9]+))?");
    /** What other dialects know: {@code ?}, {@code 6#3}, {@code 0~9}, {@code H}, {@code LW}, {@code 15W}, {@code FRIL}. */
    private static final Pattern FOREIGN = Pattern.compile(
            ".*[?#~].*|H(?:[(/].*)?|L?W|L(?:-[0-9]+W?)?|[0-9]+[LW]|[A-Z]{3}L", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final String expression;

    private CronSyntax(String expression) {
        this.expression = expression;
    }

    /** The expression in plain form; refuses what UNIX cron does not know. */
    static Map<CronColumn, String> plain(String expression) {
        return new CronSyntax(expression).plain();
    }

    private Map<CronColumn, String> plain() {
        if (expression.length() > LONGEST) {
            throw refusal(
                    "CRON_SYNTAX",
                    "expression is %d characters long; shorten it to %d or split it over several tasks"
                            .formatted(expression.length(), LONGEST));
        }
        List<MatchResult> fields = FIELD.matcher(expression).results().toList();
        if (!fields.isEmpty() && fields.getFirst().group().startsWith("@")) {
            return plain(nickname(fields));
        }
        if (fields.size() != CronColumn.values().length) {
            throw refusal(
                    "CRON_FIELDS",
                    "expression \"%s\" has %d %s; UNIX cron takes five: minute hour day-of-month month day-of-week"
                            .formatted(expression, fields.size(), fields.size() == 1 ? "field" : "fields"));
        }
        Map<CronColumn, String> plain = new EnumMap<>(CronColumn.class);
        Iterator<MatchResult> rest = fields.iterator();
        for (CronColumn column : CronColumn.values()) {
            MatchResult field = rest.next();
            plain.put(column, field(column, field.group(), field.start() + 1));
        }
        return plain;
    }

    private String nickname(List<MatchResult> fields) {
        String name = fields.getFirst().group().toLowerCase(Locale.ROOT);
        String meaning = NICKNAMES.get(name);
        if (meaning != null && fields.size() == 1) {
            return meaning;
        }
        if (name.equals("@every")) {
            throw refusal(
                    "UNSUPPORTED",
                    "expression \"%s\": @every is not UNIX cron; use a schedule of type interval"
                            .formatted(expression));
        }
        if (name.equals("@reboot")) {
            throw refusal(
                    "UNSUPPORTED",
                    "expression \"%s\": @reboot names no instant; use a schedule of type once".formatted(expression));
        }
        throw refusal(
                "CRON_NICKNAME",
                "expression \"%s\" is no nickname; use one of @yearly @annually @monthly @weekly @daily @midnight @hourly"
                                .formatted(expression)
                        + ", alone, or five fields");
    }

    private String field(CronColumn column, String field, int position) {
        List<String> items = new ArrayList<>();
        int at = position;
        for (String item : field.split(",", -1)) {
            items.add(item(new Place(column, at), item));
            at += item.length() + 1;
        }
        return String.join(",", items);
    }

    private String item(Place place, String item) {
        CronColumn column = place.column();
        if (item.isEmpty()) {
            throw refusal("CRON_SYNTAX", place, "a list item is empty; remove the comma or name a value");
        }
        Matcher parts = ITEM.matcher(item);
        if (FOREIGN.matcher(item).matches()) {
            throw refusal(
                    "UNSUPPORTED",
                    place,
                    "\"%s\" is not UNIX cron; use *, values, ranges, lists and steps only".formatted(item));
        }
        if (!parts.matches()) {
            throw refusal(
                    "CRON_SYNTAX",
                    place,
                    "\"%s\" cannot be read; write *, a value, a range such as %d-%d, or a step such as */2 or %d-%d/2"
                            .formatted(item, column.min, column.min + 4, column.min, column.max));
        }
        String from = parts.group("from");
        String to = parts.group("to");
        String step = parts.group("step");
        if (from == null) {
            return "*" + step(place, step, column.min, column.max);
        }
        int first = value(place, from);
        if (to == null) {
            if (step != null) {
                throw refusal(
                        "CRON_STEP",
                        place,
                        "\"%s\" has a step without a range; write %d-%d/%s, or %d alone"
                                .formatted(item, first, column.max, step, first));
            }
            return Integer.toString(first);
        }
        int last = value(place, to);
        if (column == CronColumn.DAY_OF_WEEK && to.equalsIgnoreCase("SUN") && first > 0) {
            // FRI-SUN can only mean the Sunday that follows
            last = 7;
        }
        if (first > last) {
            throw refusal(
                    "CRON_RANGE",
                    place,
                    "the range \"%s\" runs backwards; write it as two, such as %d-%d,%d-%d"
                            .formatted(item, first, column.max, column.min, last));
        }
        return first + "-" + last + step(place, step, first, last);
    }

    private int value(Place place, String text) {
        CronColumn column = place.column();
        if (!Character.isDigit(text.charAt(0))) {
            int number = column.numberOf(text);
            if (number < 0) {
                throw refusal(
                        "CRON_NAME",
                        place,
                        "\"%s\" is no name of this column; use %s".formatted(text, column.choice()));
            }
            return number;
        }
        int number = number(text);
        if (number < column.min || number > column.max) {
            throw refusal("CRON_RANGE", place, "%s is out of range; use %s".formatted(text, column.choice()));
        }
        return number;
    }

    /**
     * Refuses a step that reaches no second value, though Vixie cron takes it: who writes {@code *}{@code /90} for the
     * minutes expects a fire every 90 minutes and would get one every hour.
     */
    private String step(Place place, @Nullable String step, int first, int last) {
        if (step == null) {
            return "";
        }
        int number = number(step);
        if (number == 0) {
            throw refusal("CRON_STEP", place, "a step of 0 leads nowhere; use 1 or more");
        }
        if (number > 1 && number > last - first) {
            throw refusal(
                    "CRON_STEP",
                    place,
                    "a step of %s does not fit into %d to %d, so only %d would match; write %d, or use a schedule of type"
                                    .formatted(step, first, last, first, first)
                            + " interval");
        }
        return "/" + number;
    }

    /** The number, or a larger one than any column takes when it has too many digits. */
    private static int number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 4 ? 10_000 : Integer.parseInt(significant);
    }

    private InvalidScheduleException refusal(String code, Place place, String reason) {
        return refusal(
                code,
                "expression \"%s\", column %d (%s): %s"
                        .formatted(expression, place.position(), place.column().title, reason));
    }

    private static InvalidScheduleException refusal(String code, String message) {
        return new InvalidScheduleException("expression", code, message);
    }

    /** Where an item stands: its cron column, and the position of its first character, counted from 1. */
    private record Place(CronColumn column, int position) {}
}
