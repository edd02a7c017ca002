package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.CronText.Place;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SPRING expression: six fields with a second first, or a nickname; Sunday is 0 and 7, a range may wrap only from
 * Sunday, a step on {@code *} counts the days of the week from Monday, and a day must match both day fields.
 */
final class SpringCron extends CronSyntax {
    private static final List<CronColumn> COLUMNS = List.of(
            CronColumn.SECOND,
            CronColumn.MINUTE,
            CronColumn.HOUR,
            CronColumn.DAY_OF_MONTH,
            CronColumn.MONTH,
            CronColumn.DAY_OF_WEEK);

    private final CronSpecials specials = new CronSpecials(this);

    private SpringCron(CronText text) {
        super(text);
    }

    static CronPlan parse(String expression) {
        CronText text = CronText.of(expression);
        if (text.isNickname()) {
            return parse("0 " + CronNickname.meaning(text, "six fields"));
        }
        return new SpringCron(text).compile(false);
    }

    @Override
    List<CronColumn> columns() {
        int count = text.fields().size();
        if (count != COLUMNS.size()) {
            throw text.refusal(
                    "CRON_FIELDS",
                    " has %d %s; SPRING takes six: second minute hour day-of-month month day-of-week"
                            .formatted(count, count == 1 ? "field" : "fields"));
        }
        return COLUMNS;
    }

    @Override
    boolean takesQuestionMark(CronColumn column) {
        return column == CronColumn.DAY_OF_MONTH || column == CronColumn.DAY_OF_WEEK;
    }

    @Override
    @Nullable
    String special(Place place, String item) {
        String upper = item.toUpperCase(Locale.ROOT);
        if (upper.startsWith("L-") && upper.endsWith("W")) {
            throw text.refusal(
                    "UNSUPPORTED", place, "\"%s\" is not SPRING; use LW or L-3, or the dialect QUARTZ".formatted(item));
        }
        return specials.plain(place, item);
    }

    @Override
    boolean mayWrap(CronColumn column, int first) {
        return column == CronColumn.DAY_OF_WEEK && first == column.max;
    }

    @Override
    void checkStep(Place place, Span span, int step) {
        // Spring takes any: a step that is too long leaves the first value
    }

    @Override
    int firstOfStar(CronColumn column) {
        return column == CronColumn.DAY_OF_WEEK ? 1 : min(column);
    }

    @Override
    int named(CronColumn column, int number) {
        return column == CronColumn.DAY_OF_WEEK && number == 0 ? column.max : number;
    }
}
