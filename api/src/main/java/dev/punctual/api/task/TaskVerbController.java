package dev.punctual.api.task;

import dev.punctual.api.fire.FireView;
import dev.punctual.api.fire.FireWait;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Preconditions;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.book.TaskVerbs;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be done to a task besides giving it a new definition. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class TaskVerbController {
    static final int LONGEST_REASON = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final TaskBook book;
    private final InstantSource clock;
    private final FireWait wait;

    public TaskVerbController(TaskBook book, InstantSource clock, FireWait wait) {
        this.book = book;
        this.clock = clock;
        this.wait = wait;
    }

    @Operation(operationId = "pauseTask", summary = "Let a task rest")
    @RequestBody(content = @Content(schema = @Schema(implementation = VerbBodies.Pause.class)))
    @PostMapping("/tasks/{id:[^:]+}:pause")
    ResponseEntity<TaskView> pause(
            TaskId id, JsonBody body, Preconditions preconditions, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        String reason = fields.text("reason", LONGEST_REASON);
        Instant until = until(fields, clock.instant());
        fields.end();
        errors.throwIfAny();
        return Answers.ok(book.pause(id, reason, until, version(id, preconditions), seed.seed(), actor.name()));
    }

    /** When a pause is to end; null for never, or when a mistake was noted. */
    static @Nullable Instant until(Fields fields, Instant now) {
        Instant until = fields.instant("until");
        if (until != null && !until.isAfter(now)) {
            fields.refuse(
                    "until",
                    "OUT_OF_RANGE",
                    "until is %s, which has passed (it is %s); choose a later instant or leave it out"
                            .formatted(until, now));
        }
        return until;
    }

    @Operation(operationId = "resumeTask", summary = "Put a paused task back in force")
    @RequestBody(content = @Content(schema = @Schema(implementation = VerbBodies.Resume.class)))
    @PostMapping("/tasks/{id:[^:]+}:resume")
    ResponseEntity<TaskView> resume(
            TaskId id, JsonBody body, Preconditions preconditions, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        CatchUpPolicy catchUp = fields.choice("catchUp", CatchUpPolicy.class);
        fields.end();
        errors.throwIfAny();
        return Answers.ok(book.resume(id, catchUp, version(id, preconditions), seed.seed(), actor.name()));
    }

    @Operation(operationId = "cancelTask", summary = "End a task; its history stays")
    @RequestBody(content = @Content(schema = @Schema(implementation = VerbBodies.Cancel.class)))
    @PostMapping("/tasks/{id:[^:]+}:cancel")
    ResponseEntity<TaskView> cancel(TaskId id, JsonBody body, Preconditions preconditions, Actor actor) {
        Errors errors = new Errors();
        Fields.of(body.orEmpty(), "", errors).end();
        errors.throwIfAny();
        return Answers.ok(book.cancel(id, version(id, preconditions), actor.name()));
    }

    @Operation(operationId = "rescheduleTask", summary = "Move the next fire of a task, and no other")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = VerbBodies.Reschedule.class)))
    @PostMapping("/tasks/{id:[^:]+}:reschedule")
    ResponseEntity<TaskView> reschedule(
            TaskId id, JsonBody body, Preconditions preconditions, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.required(), "", errors);
        Instant at = fields.instant("at");
        if (!fields.has("at")) {
            fields.missing("at", "send the instant of the next fire; a past one means now");
        }
        fields.end();
        errors.throwIfAny();
        if (at == null) {
            throw new IllegalStateException("no instant, and no mistake was noted");
        }
        return Answers.ok(book.reschedule(id, at, version(id, preconditions), seed.seed(), actor.name()));
    }

    @Operation(operationId = "skipNextFires", summary = "Pass over the next fires of a task")
    @RequestBody(content = @Content(schema = @Schema(implementation = VerbBodies.SkipNext.class)))
    @PostMapping("/tasks/{id:[^:]+}:skipNext")
    ResponseEntity<TaskView> skipNext(
            TaskId id, JsonBody body, Preconditions preconditions, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        Integer count = fields.integer("count", 1, VerbBodies.MOST_SKIPPED);
        fields.end();
        errors.throwIfAny();
        return Answers.ok(
                book.skipNext(id, count == null ? 1 : count, version(id, preconditions), seed.seed(), actor.name()));
    }

    @Operation(operationId = "triggerTask", summary = "Fire a task now, beside its schedule")
    @RequestBody(content = @Content(schema = @Schema(implementation = VerbBodies.Trigger.class)))
    @ApiResponse(responseCode = "200", description = "The fire has ended within the wait")
    @ApiResponse(responseCode = "202", description = "The fire will start")
    @PostMapping("/tasks/{id:[^:]+}:trigger")
    ResponseEntity<FireView> trigger(
            TaskId id, Namespace namespace, JsonBody body, Preconditions preconditions, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        Duration longest = fields.duration("wait", Duration.ZERO, LONGEST_WAIT);
        Object input = InputReader.read(fields);
        fields.end();
        errors.throwIfAny();
        if (preconditions.mustExist()) {
            preconditions.check(id.id(), Optional.of(find(id)));
        }
        Fire asked = book.trigger(id, new TaskVerbs.Order(input, seed.seed()), actor.name());
        Fire fire = wait.untilFinal(asked, longest == null ? Duration.ZERO : longest);
        return ResponseEntity.status(fire.state().isFinal() ? 200 : 202)
                .header(HttpHeaders.LOCATION, namespace.base() + "/fires/" + fire.id())
                .body(FireView.of(fire));
    }

    private Task find(TaskId id) {
        return book.find(id).orElseThrow(() -> new TaskRefusal.NotFound(id));
    }

    private @Nullable Integer version(TaskId id, Preconditions preconditions) {
        return preconditions.version(preconditions.versions().size() > 1 ? book.find(id) : Optional.empty());
    }
}
