package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks, and what users change about them. Every change is one transaction: the task's row, its version, an audit event, and a
 * notice to whoever holds the task. What is returned has been committed.
 *
 * <p>Where {@code ifVersion} is given, the change is made only to that version.
 */
public interface TaskBook extends TaskVerbs {
    /**
     * Registers a task.
     *
     * @throws TaskRefusal.Exists when the id is taken, be it by a task that has ended and is still kept
     * @throws TaskRefusal.Invalid when the schedule never fires
     */
    Task create(TaskId id, TaskSpec spec, String actor);

    /** Registers many tasks, each wholly or not at all; answers in their order. */
    List<Created> createAll(List<NewTask> tasks, String actor);

    /** The task, if there is one. */
    Optional<Task> find(TaskId id);

    /** One page of tasks in the order of their ids. */
    List<Task> list(TaskQuery query);

    /**
     * Gives a task a new definition; one that had ended is in force again, one that was paused stays so.
     *
     * @throws TaskRefusal when there is no such task, it has another version, or the schedule never fires
     */
    Task replace(TaskId id, TaskSpec spec, @Nullable Integer ifVersion, String actor);

    /**
     * What {@link #replace} would make of a task, or {@link #create} where there is none: the same checks, and nothing is
     * changed.
     *
     * @throws TaskRefusal when the task has another version, or the schedule never fires
     */
    Planned plan(TaskId id, TaskSpec spec, @Nullable Integer ifVersion);

    /** The same verbs with the same checks and answers, of which none changes anything. */
    TaskVerbs trial();

    /**
     * Asks for one fire now, because a fire of another task does so: the same fire however often it asks.
     *
     * @param source the fire that asks; its attempt runs
     * @param input what its action is given, as plain JSON values; null for nothing
     * @return the fire
     * @throws TaskRefusal when there is no such task, it is cancelled, or too many fires in a row have asked for one another
     */
    FireId triggerFrom(TaskId id, FireId source, @Nullable Object input);

    /** When a task of this id was last archived, having ended long before; empty when none was. */
    Optional<Instant> archived(TaskId id);

    /**
     * A change that was not made.
     *
     * @param current the task as it is; null when there is none
     * @param task the task as it would be
     * @param before the fires of the task as it is: none when it has ended
     * @param after the fires of the task as it would be
     */
    record Planned(@Nullable Task current, Task task, Course before, Course after) {}

    /** A task to register. */
    record NewTask(TaskId id, TaskSpec spec) {}

    /** What became of one of many tasks to register. */
    sealed interface Created {
        /** It is registered. */
        record Done(Task task) implements Created {}

        /** It is not, and why. */
        record Refused(TaskRefusal refusal) implements Created {}
    }

    /**
     * Which tasks to list.
     *
     * @param namespace of the tasks
     * @param state only this one, by name; null for all
     * @param labels all of these
     * @param text part of the id or title, in any case; null for all
     * @param actionType only this one; null for all
     * @param after only ids greater than this; null from the first on
     * @param limit how many at most
     */
    record TaskQuery(
            String namespace,
            @Nullable String state,
            Map<String, String> labels,
            @Nullable String text,
            @Nullable String actionType,
            @Nullable String after,
            int limit) {}
}
