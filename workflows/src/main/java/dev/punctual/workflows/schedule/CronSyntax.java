package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.CronText.Place;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the text of a cron expression before the parser sees it, so that every refusal can point at its place, and brings
 * it into plain form. Here stands what all dialects share; a subclass says what is special to its own.
 *
 * <p>Plain form is a text for each column: values, ranges and steps as numbers, where Sunday is 0 or 7 and a range that
 * ends before it begins goes on at the start; {@code L}, {@code L-3}, {@code LW}, {@code L-3W} and {@code 15W} for the
 * days of the month; {@code 5L} and {@code 5#3} for those of the week.
 */
abstract class CronSyntax {
    private static final Pattern ITEM =
            Pattern.compile("(?:\\*|(?<from>[0-9]+|[A-Za-z]{3})(?:-(?<to>[0-9]+|[A-Za-z]{3}))?)(?:/(?<step>[0-9]+))?");

    final CronText text;

    CronSyntax(CronText text) {
        this.text = text;
    }

    /** The columns of the expression; refuses a wrong number of fields. */
    abstract List<CronColumn> columns();

    /**
     * The plain form of an item that only some dialects know, such as {@code L}; null for all that {@code *} and numbers
     * say. Not asked of those.
     */
    abstract @Nullable String special(Place place, String item);

    /** Whether a range may end before it begins. */
    abstract boolean mayWrap(CronColumn column, int first);

    /** Refuses a step that this dialect does not take. */
    abstract void checkStep(Place place, Span span, int step);

    /** A range and how far it goes; the last may be less than the first. */
    record Span(int first, int last, int length) {}

    /** The last value of {@code 5/15}, or a refusal. */
    int lastOfOpenStep(Place place, String item, int first, String step) {
        return max(place.column());
    }

    int min(CronColumn column) {
        return column.min;
    }

    int max(CronColumn column) {
        return column.max;
    }

    /** Where {@code *} with a step begins. */
    int firstOfStar(CronColumn column) {
        return min(column);
    }

    /** The number of plain form. */
    int plain(CronColumn column, int number) {
        return number;
    }

    /** The number of this dialect for a name's. */
    int named(CronColumn column, int number) {
        return number;
    }

    /** What the expression means; refuses what is wrong in it. */
    final CronFields compile(boolean eitherDay) {
        Map<CronColumn, String> plain = new EnumMap<>(CronColumn.class);
        boolean onRealTime = false;
        int index = 0;
        for (CronColumn column : columns()) {
            plain.put(column, field(column, index));
            onRealTime |= column == CronColumn.HOUR && text.field(index).startsWith("*");
            index++;
        }
        CronFields fields = CronCompiler.compile(plain, onRealTime, eitherDay);
        if (fields.firstFrom(0) == LocalTimes.NEVER) {
            throw text.refusal(
                    "NEVER_FIRES",
                    " names no date that exists; change its day of month, its month or another field of the date");
        }
        return fields;
    }

    private String field(CronColumn column, int index) {
        String field = text.field(index);
        if (field.equals("?") && takesQuestionMark(column)) {
            return "*";
        }
        Place place = text.place(column, index);
        if (field.indexOf(',') < 0) {
            return item(place, field);
        }
        // sets, so that a long list of the same costs little
        Set<String> items = new LinkedHashSet<>();
        BitSet numbers = new BitSet();
        int at = place.position();
        for (String item : field.split(",", -1)) {
            String plain = item(new Place(column, at), item);
            if (isNumber(plain)) {
                numbers.set(number(plain));
            } else {
                items.add(plain);
            }
            at += item.length() + 1;
        }
        addRanges(items, numbers);
        return String.join(",", items);
    }

    /** Numbers that follow each other as one range: the parser takes as long for a range as for a number. */
    private static void addRanges(Set<String> items, BitSet numbers) {
        for (int first = numbers.nextSetBit(0); first >= 0; ) {
            int end = numbers.nextClearBit(first);
            items.add(end - first == 1 ? Integer.toString(first) : first + "-" + (end - 1));
            first = numbers.nextSetBit(end);
        }
    }

    boolean takesQuestionMark(CronColumn column) {
        return false;
    }

    private String item(Place place, String item) {
        CronColumn column = place.column();
        if (item.isEmpty()) {
            throw text.refusal("CRON_SYNTAX", place, "a list item is empty; remove the comma or name a value");
        }
        boolean plain = isPlain(item);
        // most items are one number, and the patterns below cost more than all else
        if (plain && isNumber(item)) {
            return Integer.toString(plain(column, value(place, item)));
        }
        if (item.equals("*")) {
            return item;
        }
        String special = plain ? null : special(place, item);
        if (special != null) {
            return special;
        }
        Matcher parts = ITEM.matcher(item);
        if (!parts.matches()) {
            throw unreadable(place, item);
        }
        String from = parts.group("from");
        String to = parts.group("to");
        String step = parts.group("step");
        if (from == null) {
            return step == null ? "*" : stepped(place, firstOfStar(column), max(column), step);
        }
        int first = value(place, from);
        if (to == null) {
            return step == null
                    ? Integer.toString(plain(column, first))
                    : stepped(place, first, lastOfOpenStep(place, item, first, step), step);
        }
        int last = value(place, to);
        if (first > last && !mayWrap(column, first)) {
            throw text.refusal(
                    "CRON_RANGE",
                    place,
                    "the range \"%s\" runs backwards; write it as two, such as %d-%d,%d-%d"
                            .formatted(item, first, max(column), firstOfStar(column), last));
        }
        return stepped(place, first, last, step);
    }

    InvalidScheduleException unreadable(Place place, String item) {
        int min = min(place.column());
        return text.refusal(
                "CRON_SYNTAX",
                place,
                "\"%s\" cannot be read; write *, a value, a range such as %d-%d, or a step such as */2 or %d-%d/2"
                        .formatted(item, min, min + 4, min, max(place.column())));
    }

    /** Whether it has but digits, {@code *}, {@code -} and {@code /}, of which nothing special is made. */
    private static boolean isPlain(String item) {
        for (int i = 0; i < item.length(); i++) {
            char c = item.charAt(i);
            if (!isDigit(c) && c != '*' && c != '-' && c != '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String item) {
        for (int i = 0; i < item.length(); i++) {
            if (!isDigit(item.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The range in plain form. */
    private String stepped(Place place, int first, int last, @Nullable String step) {
        CronColumn column = place.column();
        int number = step == null ? 1 : number(step);
        if (number == 0) {
            throw text.refusal("CRON_STEP", place, "a step of 0 leads nowhere; use 1 or more");
        }
        int length = first <= last ? last - first : Math.floorMod(last - first, column.size);
        if (step != null) {
            checkStep(place, new Span(first, last, length), number);
        }
        return plainRange(column, first, last, number, length);
    }

    String plainRange(CronColumn column, int first, int last, int step, int length) {
        if (step > length) {
            return Integer.toString(plain(column, first));
        }
        return plain(column, first) + "-" + plain(column, last) + (step == 1 ? "" : "/" + step);
    }

    /** The number a value or a name stands for in this dialect. */
    int value(Place place, String value) {
        CronColumn column = place.column();
        if (!Character.isDigit(value.charAt(0))) {
            int number = column.numberOf(value);
            if (number < 0) {
                throw text.refusal(
                        "CRON_NAME",
                        place,
                        "\"%s\" is no name of this column; use %s".formatted(value, choice(column)));
            }
            return named(column, number);
        }
        int number = number(value);
        if (number < min(column) || number > max(column)) {
            throw text.refusal("CRON_RANGE", place, "%s is out of range; use %s".formatted(value, choice(column)));
        }
        return number;
    }

    private String choice(CronColumn column) {
        return "%d to %d%s".formatted(min(column), max(column), column.orNames());
    }

    /** The number, or a larger one than any column takes when it has too many digits. */
    static int number(String digits) {
        int number = 0;
        for (int i = 0; i < digits.length() && number < 10_000; i++) {
            number = number * 10 + digits.charAt(i) - '0';
        }
        return Math.min(number, 10_000);
    }
}
