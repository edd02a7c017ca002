package dev.punctual.api.task;

import dev.punctual.api.fire.RecentFire;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Json;
import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.schedule.CalendarLookup;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Preconditions;
import dev.punctual.api.web.Query;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireOverview.Brief;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Registers, shows, replaces and ends tasks. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class TaskController {
    /** How often a patch is made anew on a task that others change meanwhile. */
    private static final int PATCH_ATTEMPTS = 10;

    /** How many of the last fires of each task a list shows. */
    private static final int RECENT = 20;

    private final TaskBook book;
    private final InstantSource clock;
    private final CalendarBook calendars;
    private final ActionRules rules;
    private final FireOverview overview;

    public TaskController(
            TaskBook book, InstantSource clock, CalendarBook calendars, ActionRules rules, FireOverview overview) {
        this.book = book;
        this.overview = overview;
        this.clock = clock;
        this.calendars = calendars;
        this.rules = rules;
    }

    @Operation(operationId = "createTask", summary = "Register a task")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TaskView.class)))
    @ApiResponse(
            responseCode = "201",
            description = "Registered: it will fire",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The plan that validateOnly asked for",
            content = @Content(schema = @Schema(implementation = TaskPlan.class)))
    @PlanParameters
    @PostMapping("/tasks")
    ResponseEntity<?> create(Namespace namespace, JsonBody body, Actor actor, RequestSeed seed, Query query) {
        TaskPlan.Wish plan = TaskPlan.Wish.read(query);
        TaskId made = new TaskId(namespace.name(), seed.id(0));
        TaskReader.Read read = read(body.required(), null, made);
        TaskId id = read.id() == null ? made : new TaskId(namespace.name(), read.id());
        if (plan.wanted()) {
            if (book.find(id).isPresent()) {
                throw new TaskRefusal.Exists(id);
            }
            return plan(id, read.spec(), null, plan);
        }
        try {
            return created(namespace, book.create(id, read.spec(), actor.name()));
        } catch (TaskRefusal.Exists taken) {
            // only this very request makes that id, so it was carried out before and its answer was lost
            if (read.id() == null && seed.repeated()) {
                return created(namespace, find(id));
            }
            throw taken;
        }
    }

    @Operation(operationId = "listTasks", summary = "List tasks in the order of their ids")
    @Parameter(name = "state", description = "only in this state", schema = @Schema(implementation = TaskState.class))
    @Parameter(
            name = "label",
            description = "only with this label, key=value; may be repeated",
            array = @ArraySchema(schema = @Schema(type = "string", example = "team=billing")))
    @Parameter(name = "q", description = "only with this text in the id or title")
    @Parameter(name = "actionType", description = "only with this kind of action", example = "http")
    @Parameter(
            name = "include",
            description = "recent: with the last 20 fires of each",
            schema = @Schema(allowableValues = "recent"))
    @PageParameters
    @GetMapping("/tasks")
    Page<TaskView> list(Namespace namespace, Query query) {
        TaskFilter filter = TaskFilter.read(query);
        String include = query.text("include");
        if (include != null && !include.equals("recent")) {
            query.refuse("include", "CHOICE", "include is '%s'; send recent, or leave it out".formatted(include));
        }
        PageToken tokens = PageToken.of("tasks", namespace.name(), filter);
        PageRequest page = PageRequest.read(query, tokens);
        List<Task> found = book.list(filter.query(namespace.name(), page.after(), page.limit()));
        Map<String, List<Brief>> recent = include == null
                ? Map.of()
                : overview.recent(
                        namespace.name(),
                        found.stream().map(task -> task.id().id()).toList(),
                        RECENT);
        return Page.of(
                found,
                page,
                task -> TaskView.of(
                        task,
                        include == null
                                ? null
                                : recent.getOrDefault(task.id().id(), List.of()).stream()
                                        .map(RecentFire::of)
                                        .toList()),
                task -> task.id().id());
    }

    // not a ResponseEntity: Spring would answer 304 to a matching If-None-Match, but more than the version changes
    @Operation(operationId = "getTask", summary = "Show a task")
    @GetMapping("/tasks/{id:[^:]+}")
    TaskView get(TaskId id, HttpServletResponse response) {
        Task task = find(id);
        response.setHeader(HttpHeaders.ETAG, Answers.etag(task));
        return TaskView.of(task);
    }

    @Operation(operationId = "putTask", summary = "Register a task under this id, or replace it")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TaskView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Replaced; or the plan that validateOnly asked for",
            content = @Content(schema = @Schema(oneOf = {TaskView.class, TaskPlan.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Registered",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    @PlanParameters
    @PutMapping("/tasks/{id:[^:]+}")
    ResponseEntity<?> put(
            TaskId id, Namespace namespace, JsonBody body, Preconditions preconditions, Actor actor, Query query) {
        TaskPlan.Wish plan = TaskPlan.Wish.read(query);
        Optional<Task> current = book.find(id);
        preconditions.check(id.id(), current);
        TaskSpec spec = read(id, body.required(), current.map(Task::spec).orElse(null));
        if (plan.wanted()) {
            return plan(id, spec, preconditions.version(current), plan);
        }
        if (current.isEmpty()) {
            try {
                return created(namespace, book.create(id, spec, actor.name()));
            } catch (TaskRefusal.Exists createdMeanwhile) {
                preconditions.check(id.id(), book.find(id));
            }
        }
        return Answers.ok(book.replace(id, spec, preconditions.version(current), actor.name()));
    }

    @Operation(operationId = "patchTask", summary = "Change a task by a merge patch (RFC 7396)")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "application/merge-patch+json", schema = @Schema(implementation = TaskView.class)),
                @Content(mediaType = "application/json", schema = @Schema(implementation = TaskView.class))
            })
    @ApiResponse(
            responseCode = "200",
            description = "Changed; or the plan that validateOnly asked for",
            content = @Content(schema = @Schema(oneOf = {TaskView.class, TaskPlan.class})))
    @PlanParameters
    @PatchMapping("/tasks/{id:[^:]+}")
    ResponseEntity<?> patch(TaskId id, JsonBody body, Preconditions preconditions, Actor actor, Query query) {
        TaskPlan.Wish plan = TaskPlan.Wish.read(query);
        JsonNode patch = body.required();
        for (int attempt = 1; ; attempt++) {
            Task current = find(id);
            preconditions.check(id.id(), Optional.of(current));
            TaskSpec spec = read(id, Json.merge(Json.tree(TaskView.of(current)), patch), current.spec());
            try {
                return plan.wanted()
                        ? plan(id, spec, current.version(), plan)
                        : Answers.ok(book.replace(id, spec, current.version(), actor.name()));
            } catch (TaskRefusal.StaleVersion changedMeanwhile) {
                if (attempt == PATCH_ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    @Operation(operationId = "deleteTask", summary = "End a task; its history stays")
    @ApiResponse(responseCode = "204", description = "Nothing of it starts any more", content = @Content)
    @DeleteMapping("/tasks/{id:[^:]+}")
    ResponseEntity<Void> delete(TaskId id, Preconditions preconditions, Actor actor) {
        book.cancel(id, preconditions.version(currentIfNeeded(id, preconditions)), actor.name());
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<TaskPlan> plan(TaskId id, TaskSpec spec, @Nullable Integer version, TaskPlan.Wish plan) {
        return ResponseEntity.ok(TaskPlan.of(book.plan(id, spec, version), plan.days(), clock.instant()));
    }

    private Optional<Task> currentIfNeeded(TaskId id, Preconditions preconditions) {
        return preconditions.versions().size() > 1 ? book.find(id) : Optional.empty();
    }

    private Task find(TaskId id) {
        return book.find(id)
                .orElseThrow(() -> book.archived(id)
                        .map(at -> new TaskRefusal.NotFound(id, at))
                        .orElseGet(() -> new TaskRefusal.NotFound(id)));
    }

    private TaskSpec read(TaskId id, JsonNode body, @Nullable TaskSpec current) {
        TaskReader.Read read = read(body, current, id);
        if (read.id() != null && !read.id().equals(id.id())) {
            Errors errors = new Errors();
            errors.add(
                    "/id",
                    "ID",
                    "id is '%s', but the path names '%s'; leave it out or make them the same"
                            .formatted(read.id(), id.id()));
            errors.throwIfAny();
        }
        return read.spec();
    }

    private TaskReader.Read read(JsonNode body, @Nullable TaskSpec current, TaskId unnamed) {
        Errors errors = new Errors();
        CalendarLookup lookup = CalendarLookup.in(calendars, unnamed.namespace());
        TaskReader.Read read = new TaskReader(clock.instant(), current, lookup, rules).read(body, "", errors, unnamed);
        errors.throwIfAny();
        if (read == null) {
            throw new IllegalStateException("a task that could not be read without a mistake being noted");
        }
        return read;
    }

    private static ResponseEntity<TaskView> created(Namespace namespace, Task task) {
        return ResponseEntity.status(201)
                .header(
                        HttpHeaders.LOCATION,
                        namespace.base() + "/tasks/" + task.id().id())
                .header(HttpHeaders.ETAG, Answers.etag(task))
                .body(TaskView.of(task));
    }
}
