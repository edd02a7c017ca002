package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.fire.FireView;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.api.task.BatchVerbs.Deed;
import dev.punctual.api.task.BatchVerbs.Done;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Does the same to many tasks, to each for itself. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class BatchVerbController {
    private final TaskBook book;
    private final InstantSource clock;
    private final ProblemMapper problems;

    public BatchVerbController(TaskBook book, InstantSource clock, ProblemMapper problems) {
        this.book = book;
        this.clock = clock;
        this.problems = problems;
    }

    /**
     * What became of each task.
     *
     * @param items one for each, in the order of the request or of their ids
     * @param matched how many there are
     * @param nextPageToken with which the same call goes on; left out when there are no more
     */
    @Schema(name = "BatchResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Results(
            List<Result> items, int matched, @Nullable String nextPageToken) {}

    /** The task as it is, or with a dry run would be; the fire that was asked for; or why nothing was done. */
    @Schema(name = "BatchResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            String id,

            @Schema(description = "In a dry run: whether there is anything to change") @Nullable
            Boolean wouldChange,

            @Nullable TaskView task,
            @Nullable FireView fire,
            @Nullable Problem error) {}

    @Operation(operationId = "batchTasks", summary = "Do the same to up to 1,000 tasks, to each for itself")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = VerbBodies.Batch.class)))
    @PostMapping("/tasks:batch")
    Results act(Namespace namespace, JsonBody body, Actor actor, RequestSeed seed) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.required(), "", errors);
        Deed deed = BatchVerbs.read(fields, clock.instant());
        Boolean dryRun = fields.flag("dryRun");
        BatchTargets targets = BatchTargets.read(fields, namespace.name());
        if (deed != null) {
            fields.end();
        }
        errors.throwIfAny();
        if (deed == null || targets == null) {
            throw new IllegalStateException("a batch that could not be read without a mistake being noted");
        }
        BatchTargets.Found found = targets.find(book);
        List<Result> items = found.ids().stream()
                .map(id -> Boolean.TRUE.equals(dryRun) ? tried(deed, id, actor) : done(deed, id, actor, seed))
                .toList();
        return new Results(items, items.size(), found.nextPageToken());
    }

    private Result done(Deed deed, TaskId id, Actor actor, RequestSeed seed) {
        try {
            return result(id, deed.on(book, id, seed.of(id.id()), actor.name()), null);
        } catch (TaskRefusal refusal) {
            return refused(id, refusal);
        }
    }

    private Result tried(Deed deed, TaskId id, Actor actor) {
        try {
            Task before = book.find(id).orElseThrow(() -> new TaskRefusal.NotFound(id));
            Done done = deed.on(book.trial(), id, null, actor.name());
            Task after = done.task();
            return result(id, new Done(after, null), after == null || after.version() != before.version());
        } catch (TaskRefusal refusal) {
            return refused(id, refusal);
        }
    }

    private static Result result(TaskId id, Done done, @Nullable Boolean wouldChange) {
        Task task = done.task();
        Fire fire = done.fire();
        return new Result(
                id.id(),
                wouldChange,
                task == null ? null : TaskView.of(task),
                fire == null ? null : FireView.of(fire),
                null);
    }

    private Result refused(TaskId id, TaskRefusal refusal) {
        return new Result(id.id(), null, null, null, problems.map(refusal).problem());
    }
}
