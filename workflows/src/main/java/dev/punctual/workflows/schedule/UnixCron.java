package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.CronText.Place;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a UNIX expression: five fields or a nickname as in Vixie cron, {@code @every}, and {@code H} as in Jenkins, whose
 * values are chosen by a seed. Only the days of the week may wrap.
 */
final class UnixCron extends CronSyntax {
    private static final List<CronColumn> COLUMNS = List.of(
            CronColumn.MINUTE, CronColumn.HOUR, CronColumn.DAY_OF_MONTH, CronColumn.MONTH, CronColumn.DAY_OF_WEEK);
    /** H, H/n, H(a-b) and H(a-b)/n. */
    private static final Pattern HASH =
            Pattern.compile("H(?:\\((?<from>[0-9]+)-(?<to>[0-9]+)\\))?(?:/(?<step>[0-9]+))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern USES_HASH = Pattern.compile("(?:^|[ \t,])[Hh](?:$|[ \t,(/])");
    /** What other dialects know: {@code ?}, {@code 6#3}, {@code 0~9}, {@code LW}, {@code 15W}, {@code FRIL}. */
    private static final Pattern FOREIGN =
            Pattern.compile(".*[?#~].*|L?W|L(?:-[0-9]+W?)?|[0-9]+[LW]|[A-Z]{3}L", Pattern.CASE_INSENSITIVE);
    /** H stands for a day that every month has. */
    private static final int LAST_HASHED_DAY = 28;

    private final @Nullable CronHash hash;

    private UnixCron(CronText text, @Nullable CronHash hash) {
        super(text);
        this.hash = hash;
    }

    static CronPlan parse(String expression, @Nullable String hashSeed) {
        CronText text = CronText.of(expression);
        if (text.isNickname()) {
            if (text.field(0).toLowerCase(Locale.ROOT).equals("@every")) {
                return CronEvery.parse(expression, text.fields().size() == 2 ? text.field(1) : "");
            }
            text = CronText.of(CronNickname.meaning(text, "five fields"));
        }
        UnixCron syntax = new UnixCron(text, hashSeed == null ? null : new CronHash(hashSeed));
        boolean eitherDay = !syntax.isStar(CronColumn.DAY_OF_MONTH) && !syntax.isStar(CronColumn.DAY_OF_WEEK);
        return syntax.compile(eitherDay);
    }

    /** Whether the expression has an {@code H}, if it is one at all. */
    static boolean usesHash(String expression) {
        // the pattern looks at each place, the search for a letter is many times faster
        boolean hasH = expression.indexOf('H') >= 0 || expression.indexOf('h') >= 0;
        return hasH && USES_HASH.matcher(expression).find();
    }

    private boolean isStar(CronColumn column) {
        return text.field(columns().indexOf(column)).startsWith("*");
    }

    @Override
    List<CronColumn> columns() {
        int count = text.fields().size();
        if (count != COLUMNS.size()) {
            throw text.refusal(
                    "CRON_FIELDS",
                    " has %d %s; UNIX cron takes five: minute hour day-of-month month day-of-week"
                            .formatted(count, count == 1 ? "field" : "fields"));
        }
        return COLUMNS;
    }

    @Override
    @Nullable
    String special(Place place, String item) {
        Matcher parts = HASH.matcher(item);
        if (parts.matches()) {
            return hashed(place, item, parts);
        }
        if (FOREIGN.matcher(item).matches()) {
            throw text.refusal(
                    "UNSUPPORTED",
                    place,
                    "\"%s\" is not UNIX cron; use *, values, ranges, lists, steps and H, or the dialect QUARTZ"
                            .formatted(item));
        }
        return null;
    }

    private String hashed(Place place, String item, Matcher parts) {
        CronColumn column = place.column();
        String from = parts.group("from");
        String to = parts.group("to");
        String step = parts.group("step");
        int first = from == null ? column.min : value(place, from);
        int last = to == null ? lastHashed(column) : value(place, to);
        if (first > last) {
            throw text.refusal(
                    "CRON_RANGE", place, "the range of \"%s\" runs backwards; swap its ends".formatted(item));
        }
        int values = last - first + 1;
        if (step != null && (number(step) < 2 || number(step) > values)) {
            throw text.refusal(
                    "CRON_STEP",
                    place,
                    "\"%s\" has a step of %s; use 2 to %d, or H alone for one value"
                            .formatted(item, step, Math.max(2, values)));
        }
        if (hash == null) {
            throw text.refusal(
                    "HASH_SEED",
                    place,
                    "H is chosen by the task's name, and there is none; give one or write a number");
        }
        int chosen = first + hash.choose(column, step == null ? values : number(step));
        return step == null ? Integer.toString(chosen) : plainRange(column, chosen, last, number(step), last - chosen);
    }

    private static int lastHashed(CronColumn column) {
        return switch (column) {
            case DAY_OF_MONTH -> LAST_HASHED_DAY;
            case DAY_OF_WEEK -> column.max - 1;
            case SECOND, MINUTE, HOUR, MONTH, YEAR -> column.max;
        };
    }

    @Override
    boolean mayWrap(CronColumn column, int first) {
        return column == CronColumn.DAY_OF_WEEK;
    }

    /**
     * Refuses a step that reaches no second value, though Vixie cron takes it: who writes {@code *}{@code /90} for the
     * minutes expects a fire every 90 minutes and would get one every hour.
     */
    @Override
    void checkStep(Place place, Span span, int step) {
        if (step > 1 && step > span.length()) {
            throw text.refusal(
                    "CRON_STEP",
                    place,
                    "a step of %d does not fit into %d to %d, so only %d would match; write %d, or use a schedule of type interval"
                            .formatted(step, span.first(), span.last(), span.first(), span.first()));
        }
    }

    @Override
    int lastOfOpenStep(Place place, String item, int first, String step) {
        throw text.refusal(
                "CRON_STEP",
                place,
                "\"%s\" has a step without a range; write %d-%d/%s, or %d alone"
                        .formatted(item, first, max(place.column()), step, first));
    }
}
