package dev.punctual.book;

import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done to a task besides giving it a new definition; as {@link TaskBook} says of its changes. */
public interface TaskVerbs {
    /**
     * Lets the task rest.
     *
     * @param until when it resumes by itself; null for never
     * @param seed names this wish, which is carried out only once; null for any number of times
     * @throws TaskRefusal when there is no such task, it has another version, or it has ended
     */
    Task pause(
            TaskId id,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor);

    /** A pause as often as it is asked for. */
    default Task pause(
            TaskId id, @Nullable String reason, @Nullable Instant until, @Nullable Integer ifVersion, String actor) {
        return pause(id, reason, until, ifVersion, null, actor);
    }

    /**
     * Puts a paused task back in force.
     *
     * @param catchUp which of the instants that passed meanwhile still run; null for the task's own policy
     * @param seed names this wish, which is carried out only once; null for any number of times
     * @throws TaskRefusal when there is no such task, it has another version, or it is not paused
     */
    Task resume(
            TaskId id, @Nullable CatchUpPolicy catchUp, @Nullable Integer ifVersion, @Nullable UUID seed, String actor);

    /** A resume as often as it is asked for. */
    default Task resume(TaskId id, @Nullable CatchUpPolicy catchUp, @Nullable Integer ifVersion, String actor) {
        return resume(id, catchUp, ifVersion, null, actor);
    }

    /**
     * Ends the task: its waiting fires are cancelled, a running one is told to stop. Does nothing to a cancelled task.
     *
     * @throws TaskRefusal when there is no such task or it has another version
     */
    Task cancel(TaskId id, @Nullable Integer ifVersion, String actor);

    /**
     * Moves the task's next fire, and no other.
     *
     * @param at when it is to start; at once when that is past
     * @param seed names this wish, which is carried out only once; null for any number of times
     * @throws TaskRefusal when there is no such task, it has another version, or no fire is to come
     */
    Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, @Nullable UUID seed, String actor);

    /** A move as often as it is asked for. */
    default Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, String actor) {
        return reschedule(id, at, ifVersion, null, actor);
    }

    /**
     * Passes over the next instants of the task's schedule, which goes on after them. A task without a further one is
     * completed.
     *
     * @param count how many, 1 to 1,000
     * @param seed names this wish, which is carried out only once; null for any number of times
     * @throws TaskRefusal when there is no such task, it has another version, it is not active, or no fire is to come; when
     *     count is more than 1 and the end of each run decides when the next is due
     */
    Task skipNext(TaskId id, int count, @Nullable Integer ifVersion, @Nullable UUID seed, String actor);

    /**
     * Asks for one fire now, beside the schedule.
     *
     * @return the fire, PENDING; as it is now when the same order was carried out before
     * @throws TaskRefusal when there is no such task or it is cancelled
     */
    Fire trigger(TaskId id, Order order, String actor);

    /** A fire that is given nothing. */
    default Fire trigger(TaskId id, String actor) {
        return trigger(id, Order.NOTHING, actor);
    }

    /**
     * What is asked for with a fire.
     *
     * @param input what its action is given, as plain JSON values; null for nothing
     * @param seed names this order, which is carried out only once within the time that audit events are kept; null for any
     *     number of times
     */
    record Order(@Nullable Object input, @Nullable UUID seed) {
        /** A fire that is given nothing. */
        public static final Order NOTHING = new Order(null, null);
    }
}
