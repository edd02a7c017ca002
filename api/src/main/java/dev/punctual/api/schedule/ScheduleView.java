package dev.punctual.api.schedule;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RRuleSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScheduleView.Once.class, name = "once"),
    @JsonSubTypes.Type(value = ScheduleView.Cron.class, name = "cron"),
    @JsonSubTypes.Type(value = ScheduleView.Interval.class, name = "interval"),
    @JsonSubTypes.Type(value = ScheduleView.RRule.class, name = "rrule")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Schedule",
        description = "When a task is due",
        oneOf = {ScheduleView.Once.class, ScheduleView.Cron.class, ScheduleView.Interval.class, ScheduleView.RRule.class
        })
public sealed interface ScheduleView {

    /** The schedule as it is shown. */
    static ScheduleView of(Schedule schedule) {
        return of(schedule, null);
    }

    private static ScheduleView of(Schedule schedule, @Nullable Bounds bounds) {
        return switch (schedule) {
            case BoundedSchedule bounded -> of(bounded.rule(), Bounds.of(bounded));
            case OneTimeSchedule once -> new Once(once.at(), null);
            case CronSchedule cron ->
                new Cron(
                        cron.expression(),
                        cron.dialect().name(),
                        cron.timeZone().getId(),
                        cron.gap().name(),
                        cron.repeat().name(),
                        bounds);
            case IntervalSchedule interval ->
                new Interval(
                        interval.every(),
                        interval.anchor(),
                        interval.mode().name(),
                        bounds == null || bounds.exclude() == null ? null : bounds.zone(),
                        bounds);
            case RRuleSchedule rrule ->
                new RRule(
                        rrule.rule(),
                        rrule.start(),
                        rrule.exdates().isEmpty() ? null : rrule.exdates(),
                        rrule.timeZone().getId(),
                        rrule.gap().name(),
                        rrule.repeat().name(),
                        bounds);
        };
    }

    /** One instant. */
    @Schema(name = "OnceSchedule", description = "One instant: at, or a delay from now, or now")
    record Once(
            @Nullable Instant at,

            @Schema(accessMode = Schema.AccessMode.WRITE_ONLY, example = "PT10M") @Nullable
            Duration delay)
            implements ScheduleView {}

    /** A cron expression. */
    @Schema(name = "CronSchedule")
    record Cron(
            @Schema(
                    example = "0 2 * * MON-FRI",
                    description =
                            "UNIX: minute hour day-of-month month day-of-week, H for a value chosen by the task's id, or"
                                    + " a nickname such as @daily or @every 90m. QUARTZ and SPRING: a second first;"
                                    + " QUARTZ: a year may end it")
            String expression,

            @Schema(
                    allowableValues = {"UNIX", "QUARTZ", "SPRING"},
                    defaultValue = "UNIX")
            String dialect,

            @Schema(example = "Europe/Berlin", defaultValue = "UTC")
            String timeZone,

            @Schema(allowableValues = {"SKIP", "SHIFT_FORWARD"})
            String gap,

            @Schema(allowableValues = {"FIRST", "LAST", "BOTH"})
            String repeat,

            @JsonUnwrapped @Nullable Bounds bounds)
            implements ScheduleView {}

    /** A fixed rate, or a fixed delay after each run. */
    @Schema(name = "IntervalSchedule")
    record Interval(
            @Schema(example = "PT15M", description = "PT1S or longer")
            Duration every,

            Instant anchor,

            @Schema(
                    allowableValues = {"FIXED_RATE", "FIXED_DELAY"},
                    defaultValue = "FIXED_RATE")
            String mode,

            @Schema(example = "Europe/Berlin", description = "Whose clock the calendars in exclude go by") @Nullable
            String timeZone,

            @JsonUnwrapped @Nullable Bounds bounds)
            implements ScheduleView {}

    /** A recurrence rule of RFC 5545. */
    @Schema(name = "RRuleSchedule", description = "A recurrence rule of RFC 5545")
    record RRule(
            @Schema(example = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
            String rule,

            @Schema(type = "string", example = "2026-12-01T09:00:00", description = "The first local time it may name")
            LocalDateTime start,

            @ArraySchema(schema = @Schema(type = "string", example = "2026-12-31T09:00:00")) @Nullable
            List<LocalDateTime> exdates,

            @Schema(example = "Europe/Berlin", defaultValue = "UTC")
            String timeZone,

            @Schema(allowableValues = {"SKIP", "SHIFT_FORWARD"})
            String gap,

            @Schema(allowableValues = {"FIRST", "LAST", "BOTH"})
            String repeat,

            @JsonUnwrapped @Nullable Bounds bounds)
            implements ScheduleView {}

    /** What bounds, thins out or shifts a recurring schedule. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ScheduleBounds")
    record Bounds(
            @Schema(description = "No fire before it; the creation when left out") @Nullable
            Instant startAt,

            @Schema(description = "No fire at or after it") @Nullable
            Instant endAt,

            @Schema(minimum = "1", maximum = "100000") @Nullable
            Integer maxFires,

            @Schema(example = "PT30S", description = "Each fire is moved by a fixed part of it; at most P1D") @Nullable
            Duration jitter,

            @Schema(description = "Names of calendars at whose times nothing fires") @Nullable
            List<String> exclude,

            @Schema(allowableValues = {"FOLLOWING", "PRECEDING", "MODIFIED_FOLLOWING"}) @Nullable
            String businessDayRoll,

            @JsonIgnore String zone) {
        static Bounds of(BoundedSchedule bounded) {
            return new Bounds(
                    bounded.startAt(),
                    bounded.endAt(),
                    bounded.maxFires(),
                    bounded.jitter(),
                    bounded.exclude().isEmpty()
                            ? null
                            : bounded.exclude().stream()
                                    .map(NamedCalendar::name)
                                    .toList(),
                    bounded.roll() == null ? null : bounded.roll().name(),
                    bounded.timeZone().getId());
        }
    }
}
