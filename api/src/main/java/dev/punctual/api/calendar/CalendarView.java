package dev.punctual.api.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.punctual.api.json.Json;
import dev.punctual.book.CalendarBook.Usage;
import dev.punctual.book.StoredCalendar;
import dev.punctual.workflows.schedule.calendar.Blackout;
import dev.punctual.workflows.schedule.calendar.BusinessHours;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.DifferenceCalendar;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.UnionCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A calendar in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CalendarView.OfHolidays.class, name = "holidays"),
    @JsonSubTypes.Type(value = CalendarView.OfWeeklyDays.class, name = "weeklyDays"),
    @JsonSubTypes.Type(value = CalendarView.OfBusinessHours.class, name = "businessHours"),
    @JsonSubTypes.Type(value = CalendarView.OfBlackout.class, name = "blackout"),
    @JsonSubTypes.Type(value = CalendarView.OfUnion.class, name = "union"),
    @JsonSubTypes.Type(value = CalendarView.OfDifference.class, name = "difference")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Calendar",
        description = "When nothing fires, in local time",
        oneOf = {
            CalendarView.OfHolidays.class,
            CalendarView.OfWeeklyDays.class,
            CalendarView.OfBusinessHours.class,
            CalendarView.OfBlackout.class,
            CalendarView.OfUnion.class,
            CalendarView.OfDifference.class
        })
public sealed interface CalendarView {

    /** The calendar as it is shown. */
    static CalendarView of(StoredCalendar calendar) {
        return of(calendar, null);
    }

    /** The calendar as it is shown, with those who use it. */
    static CalendarView of(StoredCalendar calendar, @Nullable Usage usage) {
        return of(
                calendar.definition(),
                new Stored(
                        calendar.id().name(),
                        calendar.version(),
                        usage == null ? null : new UsedBy(usage.tasks(), usage.behind()),
                        calendar.createTime(),
                        calendar.updateTime()));
    }

    private static CalendarView of(CalendarDefinition definition, @Nullable Stored stored) {
        return switch (definition) {
            case CalendarDefinition.Whole whole -> of(whole.calendar(), stored);
            case CalendarDefinition.Union union ->
                new OfUnion(union.of().stream().map(CalendarView::part).toList(), stored);
            case CalendarDefinition.Difference difference ->
                new OfDifference(part(difference.of()), part(difference.without()), stored);
            case CalendarDefinition.Named named ->
                throw new IllegalStateException("a calendar that is but the name of another: " + named);
        };
    }

    private static Object part(CalendarDefinition definition) {
        return definition instanceof CalendarDefinition.Named named
                ? named.name()
                : tree(of(definition, (Stored) null));
    }

    /** As a tree, since what is declared as an object is written without its type. */
    private static Object tree(CalendarView part) {
        return Json.tree(part);
    }

    private static CalendarView of(Calendar calendar, @Nullable Stored stored) {
        return switch (calendar) {
            case Holidays holidays ->
                new OfHolidays(holidays.days().stream().map(HolidayView::of).toList(), stored);
            case WeeklyDays weekly -> new OfWeeklyDays(weekly.days(), stored);
            case BusinessHours hours ->
                new OfBusinessHours(hours.open().stream().map(OpenView::of).toList(), stored);
            case Blackout blackout ->
                new OfBlackout(blackout.expression(), blackout.dialect().name(), stored);
            case UnionCalendar union ->
                new OfUnion(
                        union.of().stream().map(part -> tree(of(part, null))).toList(), stored);
            case DifferenceCalendar difference ->
                new OfDifference(tree(of(difference.of(), null)), tree(of(difference.without(), null)), stored);
        };
    }

    /** Whole days. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "HolidaysCalendar", description = "Whole days")
    record OfHolidays(
            @ArraySchema(schema = @Schema(oneOf = {HolidayView.class, String.class}), maxItems = 5_000)
            List<HolidayView> days,

            @JsonUnwrapped @Nullable Stored stored)
            implements CalendarView {}

    /** Days of the week. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WeeklyDaysCalendar", description = "Days of the week")
    record OfWeeklyDays(
            List<DayOfWeek> days, @JsonUnwrapped @Nullable Stored stored) implements CalendarView {}

    /** All but the open hours. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BusinessHoursCalendar", description = "All but the open hours")
    record OfBusinessHours(
            List<OpenView> open, @JsonUnwrapped @Nullable Stored stored) implements CalendarView {}

    /** The minutes that a cron expression names. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BlackoutCalendar", description = "The minutes that a cron expression names")
    record OfBlackout(
            @Schema(example = "* 2-3 * * SUN") String expression,

            @Schema(
                    allowableValues = {"UNIX", "QUARTZ", "SPRING"},
                    defaultValue = "UNIX")
            String dialect,

            @JsonUnwrapped @Nullable Stored stored)
            implements CalendarView {}

    /** What any of several calendars excludes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UnionCalendar", description = "What any of several calendars excludes")
    record OfUnion(
            @ArraySchema(schema = @Schema(description = "A calendar, or the name of one"), maxItems = 50)
            List<Object> of,

            @JsonUnwrapped @Nullable Stored stored)
            implements CalendarView {}

    /** What one calendar excludes and another does not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DifferenceCalendar", description = "What one calendar excludes and another does not")
    record OfDifference(
            @Schema(description = "A calendar, or the name of one")
            Object of,

            @Schema(description = "A calendar, or the name of one")
            Object without,

            @JsonUnwrapped @Nullable Stored stored)
            implements CalendarView {}

    /** One or more whole days, once or again and again. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Holiday", description = "One or more whole days; a date alone stands for one day")
    record HolidayView(
            @Nullable String name,
            LocalDate from,

            @Schema(description = "The last day; left out for one day") @Nullable
            LocalDate until,

            @Schema(example = "FREQ=YEARLY", description = "An RRULE of days by which it comes again") @Nullable
            String rule,

            @Schema(accessMode = Schema.AccessMode.WRITE_ONLY, description = "true stands for the rule FREQ=YEARLY")
            @Nullable
            Boolean yearly,

            @Schema(description = "First days of those that do not take place") @Nullable
            List<LocalDate> except) {
        static HolidayView of(Holiday day) {
            return new HolidayView(
                    day.name(),
                    day.from(),
                    day.until().equals(day.from()) ? null : day.until(),
                    day.rule(),
                    null,
                    day.except().isEmpty() ? null : day.except());
        }
    }

    /** An open span of a day of the week. */
    @Schema(name = "OpenSpan")
    record OpenView(
            DayOfWeek day,
            @Schema(example = "09:00") String from,

            @Schema(example = "17:30", description = "00:00 for the end of the day")
            String until) {
        static OpenView of(BusinessHours.Open open) {
            return new OpenView(open.day(), open.from().toString(), open.until().toString());
        }
    }

    /** What the server says of a calendar. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StoredCalendar")
    record Stored(
            String name,

            @Schema(accessMode = Schema.AccessMode.READ_ONLY)
            int version,

            @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
            UsedBy usedBy,

            @Schema(accessMode = Schema.AccessMode.READ_ONLY)
            Instant createTime,

            @Schema(accessMode = Schema.AccessMode.READ_ONLY)
            Instant updateTime) {}

    /**
     * The tasks in force that use a calendar, also through others that are made of it.
     *
     * @param tasks how many
     * @param behind how many of them are yet to be re-planned by its latest change
     */
    @Schema(name = "CalendarUsage")
    record UsedBy(long tasks, long behind) {}
}
