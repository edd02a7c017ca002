package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.CronText.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a QUARTZ expression: six or seven fields with a second first, exactly one of the two day fields {@code ?}, Sunday
 * as 1, every range may wrap but that of the years, {@code L} alone as day of week is Saturday.
 */
final class QuartzCron extends CronSyntax {
    private static final List<CronColumn> COLUMNS = List.of(CronColumn.values());
    private static final String TAKES =
            "QUARTZ takes six or seven: second minute hour day-of-month month day-of-week, and a year if wanted";

    private final CronSpecials specials = new CronSpecials(this);

    private QuartzCron(CronText text) {
        super(text);
    }

    static CronPlan parse(String expression) {
        return new QuartzCron(CronText.of(expression)).compile(false);
    }

    @Override
    List<CronColumn> columns() {
        int count = text.fields().size();
        if (text.isNickname()) {
            throw text.refusal("UNSUPPORTED", ": QUARTZ has no nicknames; use the dialect UNIX or write the fields");
        }
        if (count != COLUMNS.size() && count != COLUMNS.size() - 1) {
            throw text.refusal(
                    "CRON_FIELDS", " has %d %s; %s".formatted(count, count == 1 ? "field" : "fields", TAKES));
        }
        int dayOfMonth = COLUMNS.indexOf(CronColumn.DAY_OF_MONTH);
        int dayOfWeek = COLUMNS.indexOf(CronColumn.DAY_OF_WEEK);
        boolean anyOfMonth = text.field(dayOfMonth).equals("?");
        if (anyOfMonth == text.field(dayOfWeek).equals("?")) {
            throw text.refusal(
                    "CRON_DAYS",
                    text.place(CronColumn.DAY_OF_WEEK, dayOfWeek),
                    anyOfMonth
                            ? "both day fields are ?; write * for one of them"
                            : "neither day field is ?; QUARTZ takes days of the month or of the week, so write ? for the other");
        }
        return COLUMNS.subList(0, count);
    }

    @Override
    boolean takesQuestionMark(CronColumn column) {
        return column == CronColumn.DAY_OF_MONTH || column == CronColumn.DAY_OF_WEEK;
    }

    @Override
    @Nullable
    String special(Place place, String item) {
        if (place.column() == CronColumn.DAY_OF_WEEK && item.equalsIgnoreCase("L")) {
            return Integer.toString(plain(place.column(), max(place.column())));
        }
        return specials.plain(place, item);
    }

    @Override
    boolean mayWrap(CronColumn column, int first) {
        return column != CronColumn.YEAR;
    }

    @Override
    void checkStep(Place place, Span span, int step) {
        CronColumn column = place.column();
        // as Quartz counts: 59 for the minutes, but 31 for the days
        int most = column == CronColumn.YEAR ? column.size - 1 : max(column);
        if (step > most) {
            throw text.refusal(
                    "CRON_STEP",
                    place,
                    "a step of %d is longer than the field; use %d at most, or a schedule of type interval"
                            .formatted(step, most));
        }
    }

    @Override
    int min(CronColumn column) {
        return column == CronColumn.DAY_OF_WEEK ? 1 : column.min;
    }

    @Override
    int plain(CronColumn column, int number) {
        return column == CronColumn.DAY_OF_WEEK ? number - 1 : number;
    }

    @Override
    int named(CronColumn column, int number) {
        return column == CronColumn.DAY_OF_WEEK ? number + 1 : number;
    }
}
