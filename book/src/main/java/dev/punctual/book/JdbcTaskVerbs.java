package dev.punctual.book;

import dev.punctual.book.TaskChanges.Change;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkippedAhead;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done to tasks in PostgreSQL. */
final class JdbcTaskVerbs implements TaskVerbs {
    private final TaskChanges changes;
    private final TaskChanges trials;
    private final @Nullable Partitions partitions;

    /**
     * @param changes makes them
     * @param trials makes them without any effect
     * @param partitions where rows for instants that are far ahead get a place; null when none is ever written
     */
    JdbcTaskVerbs(TaskChanges changes, TaskChanges trials, @Nullable Partitions partitions) {
        this.changes = changes;
        this.trials = trials;
        this.partitions = partitions;
    }

    @Override
    public Task pause(
            TaskId id,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        return changes.apply(id, ifVersion, seed, actor, "pause", task -> {
            if (task.hasEnded()) {
                throw new TaskRefusal.WrongState(id, task.state(), "only an ACTIVE or PAUSED task can be paused");
            }
            return Change.of(task).state(TaskState.PAUSED).pause(new Task.Pause(reason, until));
        });
    }

    @Override
    public Task resume(
            TaskId id,
            @Nullable CatchUpPolicy catchUp,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        return changes.apply(id, ifVersion, seed, actor, "resume", task -> {
            if (task.state() != TaskState.PAUSED) {
                throw new TaskRefusal.WrongState(id, task.state(), "only a PAUSED task can be resumed");
            }
            if (task.frozenBy() != null) {
                throw new TaskRefusal.WrongState(
                        id,
                        task.state(),
                        "it rests because of freeze '%s'; POST /v1/freezes/%s:thaw ends that for all of its tasks, and :pause takes this one out of it"
                                .formatted(task.frozenBy(), task.frozenBy()));
            }
            return resumed(task, catchUp);
        });
    }

    /** What a resume makes of a paused task. */
    static Change resumed(Current task, @Nullable CatchUpPolicy catchUp) {
        CatchUp own = task.spec().catchUp();
        CatchUp effective = new CatchUp(catchUp == null ? own.policy() : catchUp, own.window());
        Change change = Change.of(task).state(TaskState.ACTIVE).resumed(new Resumed(task.now(), effective.policy()));
        if (task.next() == null) {
            return change;
        }
        Plan.PassOver missed = FirePlanner.resume(task.spec(), task.plannedSince(), task.next(), effective, task.now());
        return change.next(missed.next()).skips(missed.skips());
    }

    @Override
    public Task cancel(TaskId id, @Nullable Integer ifVersion, String actor) {
        return changes.apply(
                id,
                ifVersion,
                actor,
                "cancel",
                task -> task.state() == TaskState.CANCELLED
                        ? null
                        : Change.of(task).state(TaskState.CANCELLED).next(null));
    }

    @Override
    public Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        return changes.apply(id, ifVersion, seed, actor, "reschedule", task -> {
            if (task.state() != TaskState.ACTIVE) {
                throw new TaskRefusal.WrongState(
                        id,
                        task.state(),
                        "only an ACTIVE task has a next fire to move; resume it, or give it a new schedule");
            }
            if (task.next() == null) {
                throw new TaskRefusal.WrongState(
                        id,
                        task.state(),
                        "it has no further fire to move; give it a new schedule with PUT, or :trigger it");
            }
            Instant moved = at.isBefore(task.now()) ? task.now() : at;
            return Change.of(task).next(new NextFire(moved, task.next().nominal()));
        });
    }

    @Override
    public Task skipNext(TaskId id, int count, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        if (partitions != null) {
            // before, because a table is not made while a task is locked
            Set<Instant> far = new TreeSet<>();
            trials.apply(id, ifVersion, seed, actor, "skipNext", task -> {
                Change change = skipped(task, count);
                change.skips().stream()
                        .map(Skip::from)
                        .filter(at -> at.isAfter(near(task.now())))
                        .forEach(far::add);
                return change;
            });
            far.forEach(partitions::ensureWeekOf);
        }
        return changes.apply(id, ifVersion, seed, actor, "skipNext", task -> skipped(task, count));
    }

    private static Instant near(Instant now) {
        return now.plus(Partitions.AHEAD);
    }

    private Change skipped(Current task, int count) {
        if (task.state() != TaskState.ACTIVE) {
            throw new TaskRefusal.WrongState(
                    task.id(),
                    task.state(),
                    "only an ACTIVE task has next fires to skip; resume it, or leave it as it is");
        }
        if (task.next() == null) {
            throw new TaskRefusal.WrongState(
                    task.id(),
                    task.state(),
                    task.spec().schedule().followsRuns()
                            ? "its next fire is known only once the present one has ended; wait for that, or :cancel that fire"
                            : "it has no further fire to skip");
        }
        if (count > 1 && task.spec().schedule().followsRuns()) {
            throw new TaskRefusal.Invalid(
                    "/count",
                    "OUT_OF_RANGE",
                    "count is %d, but each next fire of a FIXED_DELAY schedule is known only after the one before; skip 1"
                            .formatted(count));
        }
        Plan.PassOver passed = SkippedAhead.of(
                task.spec().schedule(), task.plannedSince(), task.next(), count, task.now(), near(task.now()));
        Change change = Change.of(task).next(passed.next()).skips(passed.skips());
        return passed.next() == null && !changes.hasOpenFires(task.id()) ? change.state(TaskState.COMPLETED) : change;
    }

    @Override
    public Fire trigger(TaskId id, Order order, String actor) {
        return changes.trigger(id, order, actor);
    }
}
