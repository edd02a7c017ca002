package dev.punctual.api.fire;

import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireLedger.FireQuery;
import dev.punctual.book.FireOverview;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows fires. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Fires")
public final class FireController {
    private final TaskBook tasks;
    private final FireLedger ledger;
    private final FireOverview overview;

    public FireController(TaskBook tasks, FireLedger ledger, FireOverview overview) {
        this.tasks = tasks;
        this.ledger = ledger;
        this.overview = overview;
    }

    @Operation(operationId = "listFires", summary = "List fires, newest first")
    @Parameter(name = "task", description = "only of the task with this id")
    @Parameter(name = "state", description = "only in this state", schema = @Schema(implementation = FireState.class))
    @Parameter(name = "trigger", description = "only by this trigger", schema = @Schema(implementation = Trigger.class))
    @Parameter(name = "from", description = "only scheduled at this instant or later")
    @Parameter(name = "to", description = "only scheduled before this instant")
    @Parameter(
            name = "include",
            description = "usual: with how long fires of the same task usually take",
            schema = @Schema(allowableValues = "usual"))
    @PageParameters
    @GetMapping("/fires")
    Page<FireView> list(Namespace namespace, Query query) {
        String task = query.taskName("task");
        return list("fires", namespace.name(), task, query);
    }

    @Operation(operationId = "listTaskFires", summary = "List the fires of one task, newest first")
    @Parameter(name = "state", description = "only in this state", schema = @Schema(implementation = FireState.class))
    @Parameter(name = "trigger", description = "only by this trigger", schema = @Schema(implementation = Trigger.class))
    @Parameter(name = "from", description = "only scheduled at this instant or later")
    @Parameter(name = "to", description = "only scheduled before this instant")
    @Parameter(
            name = "include",
            description = "usual: with how long fires of the same task usually take",
            schema = @Schema(allowableValues = "usual"))
    @PageParameters
    @GetMapping("/tasks/{id:[^:]+}/fires")
    Page<FireView> list(TaskId id, Query query) {
        if (tasks.find(id).isEmpty()) {
            throw new TaskRefusal.NotFound(id);
        }
        return list("task-fires", id.namespace(), id.id(), query);
    }

    @Operation(operationId = "getFire", summary = "Show a fire with all its attempts, and the line it waits in")
    @GetMapping("/fires/{fireId:[^:]+}")
    FireView get(FireId id, Namespace namespace) {
        Fire fire = ledger.find(namespace.name(), id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "fire '%s' does not exist in namespace '%s'; GET %s/fires lists those that do"
                                .formatted(id, namespace.name(), namespace.base())));
        return FireView.of(fire, ledger.attempts(fire), ledger.line(fire).orElse(null));
    }

    private Page<FireView> list(String list, String namespace, @Nullable String task, Query query) {
        String state = query.choice("state", FireState.class);
        String trigger = query.choice("trigger", Trigger.class);
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        String include = query.text("include");
        if (include != null && !include.equals("usual")) {
            query.refuse("include", "CHOICE", "include is '%s'; send usual, or leave it out".formatted(include));
        }
        PageToken tokens = PageToken.of(list, namespace, task, state, trigger, from, to);
        PageRequest page = PageRequest.read(query, tokens);
        FireId before = page.after() == null ? null : FireId.parse(page.after());
        List<Fire> found = ledger.list(new FireQuery(namespace, task, state, trigger, from, to, before, page.limit()));
        Map<String, Duration> usual = include == null
                ? Map.of()
                : overview.usual(
                        namespace,
                        found.stream().map(fire -> fire.task().id()).distinct().toList());
        return Page.of(
                found,
                page,
                fire -> FireView.of(fire, usual.get(fire.task().id())),
                fire -> fire.id().toString());
    }
}
