package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.fire.RecentFire;
import dev.punctual.api.json.Json;
import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.stats.Millis;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireOverview.Brief;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRecords;
import dev.punctual.book.TaskRecords.AuditQuery;
import dev.punctual.book.TaskRecords.Event;
import dev.punctual.book.TaskRecords.Events;
import dev.punctual.book.TaskRecords.Place;
import dev.punctual.book.TaskRecords.Version;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Shows what tasks were before, who changed them, and how long their fires took. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class TaskRecordController {
    private static final int MOST_RUNS = 1_000;
    private static final int DEFAULT_RUNS = 200;

    private final TaskBook tasks;
    private final TaskRecords records;
    private final FireOverview overview;

    public TaskRecordController(TaskBook tasks, TaskRecords records, FireOverview overview) {
        this.tasks = tasks;
        this.records = records;
        this.overview = overview;
    }

    /** A definition that a task had. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TaskVersion")
    public record VersionView(
            int version,
            Instant createdAt,

            @Schema(description = "Who brought it about; left out when that is no longer known") @Nullable
            String actor,

            @Schema(description = "As PUT takes it", implementation = TaskView.class)
            JsonNode definition) {
        static VersionView of(Version version, Task task) {
            Task then = new Task(
                    task.id(),
                    task.state(),
                    version.version(),
                    version.spec(),
                    null,
                    null,
                    0,
                    null,
                    task.createTime(),
                    version.createdAt(),
                    null);
            return new VersionView(
                    version.version(),
                    version.createdAt(),
                    version.actor(),
                    Json.without(Json.tree(TaskView.of(then)), TaskReader.OUTPUT_ONLY));
        }
    }

    /** A change. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AuditEvent")
    public record EventView(
            Instant at,
            String actor,
            String task,

            @Schema(description = "The task's version since then")
            int version,

            @Schema(example = "pause") String action,

            @Schema(description = "More on it, as the fire that it led to") @Nullable
            Map<String, Object> detail) {
        static EventView of(Event event) {
            return new EventView(
                    event.at(), event.actor(), event.task(), event.version(), event.verb(), event.detail());
        }
    }

    /** How long the fires of a task took. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TaskDurations")
    public record DurationsView(
            @Schema(description = "Oldest first") List<RecentFire> points,

            @Schema(description = "Half of those that succeeded took no longer; left out when none did") @Nullable
            BigDecimal usualMillis) {}

    @Operation(operationId = "listTaskVersions", summary = "List the definitions that a task has had, newest first")
    @PageParameters
    @GetMapping("/tasks/{id:[^:]+}/versions")
    Page<VersionView> versions(TaskId id, Query query) {
        Task task = find(id);
        PageRequest page = PageRequest.read(query, PageToken.of("versions", id));
        Integer before = page.after() == null ? null : Integer.valueOf(page.after());
        List<Version> found = records.versions(id, before, page.limit());
        return Page.of(
                found, page, version -> VersionView.of(version, task), version -> Integer.toString(version.version()));
    }

    @Operation(operationId = "listAuditEvents", summary = "List who changed which task and how, newest first")
    @Parameter(name = "task", description = "only of the task with this id")
    @Parameter(name = "actor", description = "only by this one; a page may then hold fewer than asked for")
    @Parameter(name = "from", description = "only at this instant or later")
    @Parameter(name = "to", description = "only before this instant")
    @PageParameters
    @GetMapping("/audit")
    Page<EventView> audit(Namespace namespace, Query query) {
        String task = query.taskName("task");
        String actor = query.text("actor");
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        PageToken tokens = PageToken.of("audit", namespace.name(), task, actor, from, to);
        PageRequest page = PageRequest.read(query, tokens);
        Events found = records.audit(
                new AuditQuery(namespace.name(), task, actor, from, to, place(page.after()), page.size()));
        Place next = found.next();
        return new Page<>(
                found.events().stream().map(EventView::of).toList(),
                next == null ? null : tokens.after(next.at() + "|" + next.id()));
    }

    private static @Nullable Place place(@Nullable String key) {
        if (key == null) {
            return null;
        }
        int bar = key.indexOf('|');
        return new Place(Instant.parse(key.substring(0, bar)), Long.parseLong(key.substring(bar + 1)));
    }

    @Operation(operationId = "listTaskDurations", summary = "Show how long the last fires of a task took")
    @Parameter(
            name = "limit",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "200"))
    @GetMapping("/tasks/{id:[^:]+}/durations")
    DurationsView durations(TaskId id, Query query) {
        int limit = query.integer("limit", 1, MOST_RUNS, DEFAULT_RUNS);
        query.end();
        List<Brief> runs = overview.runs(id.namespace(), find(id).id().id(), limit);
        List<Duration> successes = runs.stream()
                .filter(run -> run.state() == FireState.SUCCEEDED)
                .flatMap(run -> Stream.ofNullable(run.duration()))
                .sorted()
                .toList();
        Duration usual = successes.isEmpty() ? null : successes.get((successes.size() - 1) / 2);
        return new DurationsView(runs.stream().map(RecentFire::of).toList(), Millis.of(usual));
    }

    private Task find(TaskId id) {
        return tasks.find(id).orElseThrow(() -> new TaskRefusal.NotFound(id));
    }
}
