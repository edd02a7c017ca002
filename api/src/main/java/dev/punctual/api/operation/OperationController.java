package dev.punctual.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.Backfill;
import dev.punctual.book.Backfill.Extent;
import dev.punctual.book.BackfillBook;
import dev.punctual.book.BackfillRefusal;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Begins backfills, shows them, and lets users act on them. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Operations")
public final class OperationController {
    private final BackfillBook book;
    private final InstantSource clock;

    public OperationController(BackfillBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** What a backfill would run. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BackfillPlan")
    record Plan(
            Instant from,
            Instant to,

            @Schema(description = "How many instants the schedule names in the range")
            long instants,

            @Nullable Instant first,
            @Nullable Instant last) {}

    @Operation(operationId = "backfillTask", summary = "Run past instants of a task's schedule")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = BackfillRequest.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It goes on at its rate",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With dryRun: what would run",
            content = @Content(schema = @Schema(implementation = Plan.class)))
    @PostMapping("/tasks/{id:[^:]+}:backfill")
    ResponseEntity<?> backfill(TaskId id, Namespace namespace, JsonBody body, RequestSeed seed, Actor actor) {
        BackfillRequest.Read asked = BackfillRequest.read(body, clock.instant());
        if (asked.dryRun()) {
            Extent extent = book.extent(id, asked.range());
            return ResponseEntity.ok(new Plan(
                    asked.range().from(), asked.range().to(), extent.instants(), extent.first(), extent.last()));
        }
        Backfill begun = book.start(seed.id(0), id, asked.range(), actor.name());
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, namespace.base() + "/operations/" + begun.id())
                .body(view(begun));
    }

    @Operation(operationId = "listOperations", summary = "List operations, newest first")
    @Parameter(name = "task", description = "only of the task with this id")
    @PageParameters
    @GetMapping("/operations")
    Page<OperationView> list(Namespace namespace, Query query) {
        String task = query.taskName("task");
        PageRequest page = PageRequest.read(query, PageToken.of("operations", namespace.name(), task));
        return Page.of(
                book.list(namespace.name(), task, page.after(), page.limit()),
                page,
                backfill -> OperationView.of(backfill, null),
                Backfill::id);
    }

    @Operation(operationId = "getOperation", summary = "Show an operation and what became of its fires")
    @GetMapping("/operations/{operation:[^:]+}")
    OperationView get(Namespace namespace, @PathVariable("operation") String operation) {
        return view(book.find(namespace.name(), operation)
                .orElseThrow(() -> new BackfillRefusal.NotFound(namespace.name(), operation)));
    }

    @Operation(operationId = "pauseOperation", summary = "Make no further fires until it is resumed")
    @PostMapping("/operations/{operation:[^:]+}:pause")
    OperationView pause(Namespace namespace, @PathVariable("operation") String operation, JsonBody body, Actor actor) {
        requireEmpty(body);
        return view(book.pause(namespace.name(), operation, actor.name()));
    }

    @Operation(operationId = "resumeOperation", summary = "Go on with a paused operation")
    @PostMapping("/operations/{operation:[^:]+}:resume")
    OperationView resume(Namespace namespace, @PathVariable("operation") String operation, JsonBody body, Actor actor) {
        requireEmpty(body);
        return view(book.resume(namespace.name(), operation, actor.name()));
    }

    @Operation(
            operationId = "cancelOperation",
            summary = "End an operation: fires that wait are cancelled, running ones go on")
    @PostMapping("/operations/{operation:[^:]+}:cancel")
    OperationView cancel(Namespace namespace, @PathVariable("operation") String operation, JsonBody body, Actor actor) {
        requireEmpty(body);
        return view(book.cancel(namespace.name(), operation, actor.name()));
    }

    private static void requireEmpty(JsonBody body) {
        Errors errors = new Errors();
        Fields.of(body.orEmpty(), "", errors).end();
        errors.throwIfAny();
    }

    private OperationView view(Backfill backfill) {
        return OperationView.of(backfill, book.fires(backfill));
    }
}
