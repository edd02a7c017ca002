package dev.punctual.api.simulation;

import dev.punctual.api.json.Errors;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireOverview.Brief;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.simulation.Simulation;
import dev.punctual.workflows.simulation.Simulation.Present;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what would become of tasks if nothing could start at some times; nothing is stored. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Simulations")
public final class SimulationController {
    private static final long MOST_FIRES = 100_000;

    /** Of so many of its last runs the median is taken. */
    private static final int RUNS = 20;

    private static final int TASKS_AT_ONCE = 100;

    private final TaskBook book;
    private final FireOverview overview;
    private final InstantSource clock;

    /** @param clock the book's */
    public SimulationController(TaskBook book, FireOverview overview, InstantSource clock) {
        this.book = book;
        this.overview = overview;
        this.clock = clock;
    }

    @Operation(
            operationId = "simulate",
            summary = "Say what would become of tasks if nothing could start at some times; nothing is stored")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SimulationRequest.class)))
    @PostMapping("/simulations")
    SimulationView simulate(Namespace namespace, JsonBody body) {
        SimulationRequest.Read asked = SimulationRequest.read(body, namespace.name());
        List<Task> tasks = tasks(asked);
        Instant now = clock.instant();
        List<Present> presents = tasks.stream().map(task -> present(task, now)).toList();
        checkFires(asked.simulation(), presents);
        Map<String, Duration> medians = asked.duration() == null ? medians(namespace.name(), tasks) : Map.of();
        List<SimulationView.TaskView> views = new ArrayList<>();
        for (Present task : presents) {
            String id = task.id().id();
            Duration takes = asked.duration() == null ? medians.getOrDefault(id, Duration.ZERO) : asked.duration();
            SimulationView.Counter counter = new SimulationView.Counter(asked.limit());
            asked.simulation().run(task, takes, counter::add);
            views.add(counter.view(id, task.state(), takes));
        }
        return SimulationView.of(asked.simulation().from(), asked.simulation().to(), views);
    }

    private List<Task> tasks(SimulationRequest.Read asked) {
        if (asked.query() == null) {
            List<TaskId> ids = asked.tasks() == null ? List.of() : asked.tasks();
            return ids.stream()
                    .map(id -> book.find(id).orElseThrow(() -> new TaskRefusal.NotFound(id)))
                    .toList();
        }
        List<Task> found = book.list(asked.query());
        if (found.size() > SimulationRequest.MOST_TASKS) {
            throw refused(
                    "/filter",
                    "TOO_MANY",
                    "the filter finds more than %d tasks, the most that one simulation is of; narrow it"
                            .formatted(SimulationRequest.MOST_TASKS));
        }
        return found;
    }

    private static void checkFires(Simulation simulation, List<Present> tasks) {
        long fires = 0;
        for (Present task : tasks) {
            fires += simulation.instants(task, MOST_FIRES + 1 - fires);
            if (fires > MOST_FIRES) {
                throw refused(
                        "/to",
                        "TOO_MANY_FIRES",
                        "up to task '%s' there are more than %d instants, the most that one simulation is of; ask for a shorter time or fewer tasks"
                                .formatted(task.id().id(), MOST_FIRES));
            }
        }
    }

    private static RuntimeException refused(String pointer, String code, String message) {
        Errors errors = new Errors();
        errors.add(pointer, code, message);
        errors.throwIfAny();
        return new IllegalStateException("a mistake was noted: " + message);
    }

    private static Present present(Task task, Instant now) {
        Task.Pause pause = task.pause();
        return new Present(
                task.id(), task.spec(), task.state(), next(task, now), pause == null ? null : pause.until(), now);
    }

    /** Of a fire that a user moved the schedule's own instant is taken to be the next one. */
    private static @Nullable NextFire next(Task task, Instant now) {
        Instant at = task.nextFireAt();
        if (at == null) {
            return null;
        }
        Schedule schedule = task.spec().schedule();
        boolean named = schedule.nextAfter(at.minus(1, ChronoUnit.MICROS))
                .filter(at::equals)
                .isPresent();
        return named || schedule.followsRuns()
                ? NextFire.at(at)
                : new NextFire(at, schedule.nextAfter(now).orElse(at));
    }

    private Map<String, Duration> medians(String namespace, List<Task> tasks) {
        List<String> ids = tasks.stream().map(task -> task.id().id()).toList();
        Map<String, Duration> medians = new HashMap<>();
        for (int first = 0; first < ids.size(); first += TASKS_AT_ONCE) {
            List<String> some = ids.subList(first, Math.min(first + TASKS_AT_ONCE, ids.size()));
            overview.recent(namespace, some, RUNS).forEach((task, fires) -> {
                List<Duration> durations = fires.stream()
                        .filter(fire -> fire.state() == FireState.SUCCEEDED)
                        .map(Brief::duration)
                        .filter(duration -> duration != null)
                        .sorted()
                        .toList();
                if (!durations.isEmpty()) {
                    medians.put(task, durations.get(durations.size() / 2));
                }
            });
        }
        return medians;
    }
}
