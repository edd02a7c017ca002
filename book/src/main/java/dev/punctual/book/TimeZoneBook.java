package dev.punctual.book;

import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Next fires that another release of the time-zone database would put elsewhere. They are recomputed with the data of this
 * process and compared with what the book has; {@code Replanning} says which fires that concerns. Works through the open
 * tasks of a namespace in the order of their ids, so many at a time.
 */
public interface TimeZoneBook {

    /**
     * Compares, and changes nothing.
     *
     * @param after only ids greater than this; null from the first on
     * @param limit how many tasks at most
     */
    Page compare(String namespace, @Nullable String after, int limit);

    /**
     * Compares, and plans anew what moves: each as a change of its own with a new version and an audit event {@code replan}.
     * What stays where it is counts as computed with the data of this process from now on.
     *
     * @return the fires that were moved
     */
    Page replan(String namespace, @Nullable String after, int limit, String actor);

    /**
     * What came of some tasks.
     *
     * @param examined how many there were
     * @param shifts those whose next fire moves, in the order of their ids
     * @param last where to go on; null when all are done
     */
    record Page(int examined, List<Shift> shifts, @Nullable String last) {}

    /**
     * A next fire that moves.
     *
     * @param recordedVersion the data that {@code from} was computed with; null when the book does not know
     * @param from where the book had it
     * @param to where it is by the data of this process; null when nothing is left of the schedule
     */
    record Shift(
            TaskId task,
            TaskState state,
            Schedule schedule,
            @Nullable String recordedVersion,
            Instant from,
            @Nullable Instant to) {}
}
