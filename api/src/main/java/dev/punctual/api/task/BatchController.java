package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.api.schedule.CalendarLookup;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskBook.Created;
import dev.punctual.book.TaskBook.NewTask;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Registers many tasks at once, each wholly or not at all. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class BatchController {
    private static final int MOST = 1_000;

    private final TaskBook book;
    private final InstantSource clock;
    private final CalendarBook calendars;
    private final ActionRules rules;
    private final ProblemMapper problems;

    public BatchController(
            TaskBook book, InstantSource clock, CalendarBook calendars, ActionRules rules, ProblemMapper problems) {
        this.book = book;
        this.clock = clock;
        this.calendars = calendars;
        this.rules = rules;
        this.problems = problems;
    }

    /**
     * What became of each task, in their order.
     *
     * @param items one for each task of the request
     */
    @Schema(name = "BatchCreateResponse")
    public record Results(List<Result> items) {}

    /** The task, or why there is none. */
    @Schema(name = "BatchCreateResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(@Nullable TaskView task, @Nullable Problem error) {}

    @Operation(operationId = "batchCreateTasks", summary = "Register up to 1,000 tasks, each wholly or not at all")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = VerbBodies.BatchCreate.class)))
    @PostMapping("/tasks:batchCreate")
    Results create(Namespace namespace, JsonBody body, Actor actor, RequestSeed seed) {
        JsonNode tasks = tasks(body);
        @Nullable Result[] results = new Result[tasks.size()];
        List<NewTask> valid = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Boolean> ownIds = new ArrayList<>();
        TaskReader reader = new TaskReader(now(), null, CalendarLookup.in(calendars, namespace.name()), rules);
        for (int i = 0; i < tasks.size(); i++) {
            Errors errors = new Errors();
            TaskId made = new TaskId(namespace.name(), seed.id(i));
            TaskReader.Read read = reader.read(tasks.get(i), "/tasks/" + i, errors, made);
            if (read == null) {
                results[i] = new Result(null, errors.problem());
                continue;
            }
            valid.add(new NewTask(read.id() == null ? made : new TaskId(namespace.name(), read.id()), read.spec()));
            places.add(i);
            ownIds.add(read.id() != null);
        }
        List<Created> created = valid.isEmpty() ? List.of() : book.createAll(valid, actor.name());
        for (int i = 0; i < created.size(); i++) {
            boolean madeHere = !ownIds.get(i) && seed.repeated();
            results[places.get(i)] = result(created.get(i), valid.get(i).id(), madeHere);
        }
        return new Results(Arrays.asList(results));
    }

    private Instant now() {
        return clock.instant();
    }

    private Result result(Created created, TaskId id, boolean mayBeRepeated) {
        return switch (created) {
            case Created.Done done -> new Result(TaskView.of(done.task()), null);
            // only this very request makes that id, so it was carried out before and its answer was lost
            case Created.Refused(TaskRefusal.Exists taken)
            when mayBeRepeated ->
                book.find(id).map(task -> new Result(TaskView.of(task), null)).orElseGet(() -> refused(taken));
            case Created.Refused(TaskRefusal refusal) -> refused(refusal);
        };
    }

    private Result refused(TaskRefusal refusal) {
        return new Result(null, problems.map(refusal).problem());
    }

    private static JsonNode tasks(JsonBody body) {
        Errors errors = new Errors();
        Fields fields = Fields.shallow(body.required(), errors);
        JsonNode tasks = fields.any("tasks");
        fields.end();
        if (tasks == null) {
            fields.missing("tasks", "send a list of 1 to %d tasks".formatted(MOST));
        } else if (!tasks.isArray() || tasks.isEmpty() || tasks.size() > MOST) {
            fields.refuse(
                    "tasks",
                    "OUT_OF_RANGE",
                    "tasks is %s; send a list of 1 to %d tasks"
                            .formatted(tasks.isArray() ? "a list of " + tasks.size() : "not a list", MOST));
        }
        errors.throwIfAny();
        return tasks == null ? body.required() : tasks;
    }
}
