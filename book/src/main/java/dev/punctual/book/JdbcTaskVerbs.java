package dev.punctual.book;

import dev.punctual.book.TaskChanges.Change;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be done to tasks in PostgreSQL. */
final class JdbcTaskVerbs implements TaskVerbs {
    private final TaskChanges changes;

    JdbcTaskVerbs(TaskChanges changes) {
        this.changes = changes;
    }

    @Override
    public Task pause(
            TaskId id, @Nullable String reason, @Nullable Instant until, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "pause", task -> {
            if (task.hasEnded()) {
                throw new TaskRefusal.WrongState(id, task.state(), "only an ACTIVE or PAUSED task can be paused");
            }
            return Change.of(task).state(TaskState.PAUSED).pause(new Task.Pause(reason, until));
        });
    }

    @Override
    public Task resume(TaskId id, @Nullable CatchUpPolicy catchUp, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "resume", task -> {
            if (task.state() != TaskState.PAUSED) {
                throw new TaskRefusal.WrongState(id, task.state(), "only a PAUSED task can be resumed");
            }
            CatchUp own = task.spec().catchUp();
            CatchUp effective = new CatchUp(catchUp == null ? own.policy() : catchUp, own.window());
            Change change =
                    Change.of(task).state(TaskState.ACTIVE).resumed(new Resumed(task.now(), effective.policy()));
            if (task.next() == null) {
                return change;
            }
            Plan.PassOver missed =
                    FirePlanner.resume(task.spec(), task.plannedSince(), task.next(), effective, task.now());
            return change.next(missed.next()).skips(missed.skips());
        });
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
    public Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "reschedule", task -> {
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
    public Fire trigger(TaskId id, Order order, String actor) {
        return changes.trigger(id, order, actor);
    }
}
