package dev.punctual.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.book.CalendarBook;
import dev.punctual.workflows.schedule.Exclusion;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what a schedule would fire at; nothing is stored. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Schedules")
public final class PreviewController {
    private static final int DEFAULT_COUNT = 10;
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final CalendarBook calendars;

    public PreviewController(InstantSource clock, CalendarBook calendars) {
        this.clock = clock;
        this.calendars = calendars;
    }

    /** What is asked. */
    @Schema(name = "PreviewRequest")
    record PreviewRequest(
            ScheduleView schedule,

            @Schema(description = "The fires after this instant; now when left out") @Nullable
            Instant after,

            @Schema(description = "The task that H in an expression is chosen for; a sample when left out") @Nullable
            String task,

            @Schema(minimum = "1", maximum = "1000", defaultValue = "10") @Nullable
            Integer count,

            @Schema(
                    example = "Europe/Berlin",
                    description = "The zone of the local times; the schedule's when left out")
            @Nullable
            String timeZone) {}

    /**
     * What is answered.
     *
     * @param description the schedule in a sentence
     * @param fires in order
     * @param excluded instants up to the last of the fires at which nothing fires because of a calendar; left out for none
     * @param skipped local times up to the last of the fires that a change of the clocks skips, so that nothing fires; left
     *     out for none
     * @param tzdataVersion the time-zone data that all this was computed with
     */
    @Schema(name = "Preview")
    public record Preview(
            String description,
            List<PreviewFire> fires,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PreviewFire> excluded,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SkippedTime> skipped,
            @Schema(example = "2025b") String tzdataVersion) {}

    /**
     * A local time that does not exist.
     *
     * @param local the time, by the clock of the schedule
     * @param clockChange when the clocks go forward over it
     * @param note the same in words
     */
    @Schema(name = "SkippedTime")
    public record SkippedTime(
            @Schema(type = "string", example = "2026-03-29T02:30")
            LocalDateTime local,

            Instant clockChange,
            String note) {}

    /**
     * One fire.
     *
     * @param scheduledFor when
     * @param local the same in the time zone asked for
     * @param note what a change of the clocks, a calendar or the jitter has to do with it; left out for nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PreviewFire")
    public record PreviewFire(
            Instant scheduledFor,

            @Schema(type = "string", example = "2026-03-29T02:30")
            LocalDateTime local,

            @Nullable String note) {}

    @Operation(operationId = "previewSchedule", summary = "Say what a schedule would fire at; nothing is stored")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = PreviewRequest.class)))
    @PostMapping("/schedules:preview")
    Preview preview(Namespace namespace, JsonBody body) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.required(), "", errors);
        Instant asked = fields.instant("after");
        Integer count = fields.integer("count", 1, MOST);
        TaskId task = task(namespace, fields);
        Instant after = asked == null ? clock.instant() : asked;
        ZoneId zone = fields.has("timeZone") ? ScheduleReader.zone(fields) : null;
        Fields object = fields.object("schedule");
        if (!fields.has("schedule")) {
            fields.missing("schedule", "send the schedule to preview");
        }
        Schedule schedule = object == null
                ? null
                : new ScheduleReader(after, null, task.toString(), CalendarLookup.in(calendars, namespace.name()))
                        .read(object);
        fields.end();
        errors.throwIfAny();
        if (schedule == null) {
            throw new IllegalStateException("no schedule, and no mistake was noted");
        }
        ZoneId shown = zone == null ? schedule.timeZone() : zone;
        List<Instant> fires = fires(schedule, asked, after, count == null ? DEFAULT_COUNT : count);
        return new Preview(
                schedule.describe(),
                fires.stream()
                        .map(at -> fire(at, shown, schedule.note(at).orElse(null)))
                        .toList(),
                fires.isEmpty() ? List.of() : excluded(schedule, after, fires.getLast(), shown),
                fires.isEmpty() ? List.of() : skipped(schedule, after, fires.getLast()),
                TimeZoneData.version());
    }

    private static TaskId task(Namespace namespace, Fields fields) {
        String task = fields.text("task", 1_000);
        if (task != null && !TaskId.isName(task)) {
            fields.refuse("task", "ID", "task is '%s', which is no task's id".formatted(task));
        }
        return new TaskId(namespace.name(), task == null || !TaskId.isName(task) ? "preview" : task);
    }

    private static List<Instant> fires(Schedule schedule, @Nullable Instant asked, Instant after, int count) {
        if (asked != null) {
            return schedule.upcoming(after, count);
        }
        List<Instant> fires = new ArrayList<>();
        schedule.firstFor(after).ifPresent(first -> {
            fires.add(first);
            fires.addAll(schedule.upcoming(first, count - 1));
        });
        return fires;
    }

    private static List<PreviewFire> excluded(Schedule schedule, Instant after, Instant before, ZoneId zone) {
        List<PreviewFire> excluded = new ArrayList<>();
        Optional<Exclusion> next = schedule.nextExcluded(after, before);
        while (next.isPresent() && excluded.size() < MOST) {
            Exclusion exclusion = next.get();
            excluded.add(fire(exclusion.at(), zone, exclusion.detail()));
            next = schedule.nextExcluded(exclusion.at(), before);
        }
        return excluded;
    }

    private static List<SkippedTime> skipped(Schedule schedule, Instant after, Instant before) {
        return schedule.missing(after, before, MOST).stream()
                .map(missing -> new SkippedTime(missing.local(), missing.clockChange(), missing.detail()))
                .toList();
    }

    private static PreviewFire fire(Instant at, ZoneId zone, @Nullable String note) {
        return new PreviewFire(at, LocalDateTime.ofInstant(at, zone), note);
    }
}
