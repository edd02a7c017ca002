package dev.punctual.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A schedule in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScheduleView.Once.class, name = "once"),
    @JsonSubTypes.Type(value = ScheduleView.Cron.class, name = "cron"),
    @JsonSubTypes.Type(value = ScheduleView.Interval.class, name = "interval")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Schedule",
        description = "When a task is due",
        oneOf = {ScheduleView.Once.class, ScheduleView.Cron.class, ScheduleView.Interval.class})
public sealed interface ScheduleView {

    /** The schedule as it is shown. */
    static ScheduleView of(Schedule schedule) {
        return switch (schedule) {
            case OneTimeSchedule once -> new Once(once.at(), null);
            case CronSchedule cron ->
                new Cron(
                        cron.expression(),
                        cron.dialect().name(),
                        cron.timeZone().getId(),
                        cron.gap().name(),
                        cron.repeat().name());
            case IntervalSchedule interval -> new Interval(interval.every(), interval.anchor(), "FIXED_RATE");
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
            String repeat)
            implements ScheduleView {}

    /** A fixed rate. */
    @Schema(name = "IntervalSchedule")
    record Interval(
            @Schema(example = "PT15M", description = "PT1S or longer")
            Duration every,

            Instant anchor,
            @Schema(allowableValues = "FIXED_RATE") String mode)
            implements ScheduleView {}
}
