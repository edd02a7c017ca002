package dev.punctual.book;

import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures on tasks and fires, for people and dashboards. */
public interface FireStats {
    /** The figures of one namespace, as of now. */
    Stats of(String namespace);

    /** How far the engine is behind the book, over all namespaces. */
    Engine engine();

    /**
     * Figures of one moment.
     *
     * @param tasks how many tasks are in each state; states without any may be left out
     * @param engine what the engine owes, or is owed
     * @param minute fires of the last minute
     * @param hour fires of the last hour
     * @param day fires of the last day
     */
    record Stats(Map<TaskState, Long> tasks, Engine engine, Window minute, Window hour, Window day) {}

    /**
     * How far the engine is behind the book.
     *
     * @param backlog tasks of whose present version the engine has not been told
     * @param overdue active tasks whose instant passed unclaimed more than some seconds ago
     */
    record Engine(long backlog, long overdue) {}

    /**
     * Fires scheduled within a span of time up to now.
     *
     * @param length of the span
     * @param fires how many are in each state; states without any may be left out
     * @param perSecond how many were started in a second, on average
     * @param latenessP50 half of those that were started were at most so late; null when none was
     * @param latenessP99 all but a hundredth were at most so late; null when none was
     */
    record Window(
            Duration length,
            Map<FireState, Long> fires,
            double perSecond,
            @Nullable Duration latenessP50,
            @Nullable Duration latenessP99) {}
}
