package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Json;
import dev.punctual.api.json.JsonChange;
import dev.punctual.api.web.Query;
import dev.punctual.book.TaskBook.Planned;
import dev.punctual.workflows.schedule.ScheduleChange;
import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change of a task would do, in JSON. Nothing is stored.
 *
 * @param wouldCreate whether there is no such task yet
 * @param planFor the version that it was planned for, to be sent as {@code If-Match}; left out for a new task
 * @param changes what differs in the task; left out for a new one
 * @param from the span that the fires are compared in begins with the earlier of the next fire as it is and as it would be,
 *     for a task that rests now
 * @param until the first instant after the span, earlier than asked for when truncated
 * @param added fires that come; left out when they cannot be foretold, as the other lists
 * @param removed fires that go
 * @param moved fires that take place at another instant
 * @param truncated whether there may be more differences in the days asked for
 * @param notes what else is to be known, for people
 * @param task the task as it would be
 * @param tzdataVersion the time-zone data of these times
 */
@Schema(name = "TaskPlan")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskPlan(
        boolean wouldCreate,
        @Schema(example = "3") @Nullable Integer planFor,
        @Nullable List<JsonChange> changes,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable List<Instant> added,
        @Nullable List<Instant> removed,
        @Nullable List<ScheduleChange.Moved> moved,
        boolean truncated,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        TaskView task,
        @Schema(example = "2025b") String tzdataVersion) {
    /** As many fires of each kind are listed at most. */
    static final int MOST_FIRES = 1_000;

    private static final int DAYS = 30;
    private static final int MOST_DAYS = 366;

    /** Members of a task that every change touches. */
    private static final Set<String> ALWAYS =
            Set.of("version", "lastFire", "engine", "createTime", "updateTime", "tzdataVersion");

    /** Whether a plan is asked for instead of the change, and of how many days; ends the query. */
    record Wish(boolean wanted, int days) {
        static Wish read(Query query) {
            boolean wanted = query.flag("validateOnly");
            boolean named = query.has("days");
            int days = query.integer("days", 1, MOST_DAYS, DAYS);
            if (named && !wanted) {
                query.refuse(
                        "days",
                        "CONTRADICTION",
                        "days is the span of a plan, and this is a request to make the change; add validateOnly=true, or leave days out");
            }
            query.end();
            return new Wish(wanted, days);
        }
    }

    /**
     * The plan.
     *
     * @param now by the book's clock
     */
    static TaskPlan of(Planned planned, int days, Instant now) {
        Task current = planned.current();
        TaskView view = TaskView.of(planned.task());
        boolean rests = planned.task().state() == TaskState.PAUSED;
        Instant from = rests ? now : first(planned, now);
        ScheduleChange change = canBeForetold(planned) ? fires(planned.before(), planned.after(), from, days) : null;
        return new TaskPlan(
                current == null,
                current == null ? null : current.version(),
                current == null ? null : JsonChange.between(definition(TaskView.of(current)), definition(view)),
                change == null ? null : from,
                change == null ? null : change.until(),
                change == null ? null : change.added(),
                change == null ? null : change.removed(),
                change == null ? null : change.moved(),
                change != null && change.truncated(),
                Stream.of(
                                rests ? "the task is paused: nothing fires until it is resumed" : null,
                                change == null
                                        ? "the fires cannot be foretold: with mode FIXED_DELAY the end of each run decides when the next one is due"
                                        : null)
                        .filter(Objects::nonNull)
                        .toList(),
                view,
                TimeZoneData.version());
    }

    private static boolean canBeForetold(Planned planned) {
        return planned.before().equals(planned.after())
                || Stream.of(planned.before(), planned.after())
                        .map(Course::schedule)
                        .noneMatch(schedule -> schedule != null && schedule.followsRuns());
    }

    private static Instant first(Planned planned, Instant now) {
        return Stream.of(planned.before(), planned.after())
                .map(Course::first)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(now);
    }

    private static ScheduleChange fires(Course before, Course after, Instant from, int days) {
        return ScheduleChange.between(before, after, from, from.plus(Duration.ofDays(days)), MOST_FIRES);
    }

    private static JsonNode definition(TaskView view) {
        JsonNode tree = Json.tree(view);
        if (tree instanceof ObjectNode object) {
            object.remove(ALWAYS);
        }
        return tree;
    }
}
