package dev.punctual.book;

import dev.punctual.book.Backfill.Extent;
import dev.punctual.book.Backfill.Range;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Backfills. What is returned has been committed. */
public interface BackfillBook {
    /**
     * What a backfill would run, by the task's present schedule; nothing is changed.
     *
     * @throws TaskRefusal when there is no such task, it is cancelled, its schedule names no past instants, or they are too
     *     many
     */
    Extent extent(TaskId task, Range range);

    /**
     * Begins one; the same again under the same id is the same one.
     *
     * @throws TaskRefusal as {@link #extent}
     */
    Backfill start(String id, TaskId task, Range range, String actor);

    /** The backfill, if there is one. */
    Optional<Backfill> find(String namespace, String id);

    /** How many of the fires that it made are in which state. */
    Map<FireState, Long> fires(Backfill backfill);

    /**
     * One page, newest first.
     *
     * @param task only of this one; null for all
     * @param after only those that come after this one; null from the newest on
     */
    List<Backfill> list(String namespace, @Nullable String task, @Nullable String after, int limit);

    /**
     * Makes no further fires until it is resumed; does nothing to a paused one.
     *
     * @throws BackfillRefusal when there is none, or it has ended
     */
    Backfill pause(String namespace, String id, String actor);

    /**
     * Goes on; does nothing to a running one.
     *
     * @throws BackfillRefusal when there is none, or it has ended
     */
    Backfill resume(String namespace, String id, String actor);

    /**
     * Ends it: its waiting fires are cancelled, running ones go on. Does nothing to a cancelled one.
     *
     * @throws BackfillRefusal when there is none, or it is done
     */
    Backfill cancel(String namespace, String id, String actor);

    /**
     * Makes the fires that are due by the rates of running backfills; any number of processes may do so.
     *
     * @param most how many backfills to look at
     * @return how many fires were made
     */
    int advance(int most);
}
