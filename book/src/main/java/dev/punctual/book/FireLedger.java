package dev.punctual.book;

import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what came of the tasks, and what comes next. */
public interface FireLedger {
    /** The fire, if there is one. */
    Optional<Fire> find(String namespace, FireId id);

    /** All attempts of a fire, first to last, the one in progress included. */
    List<Attempt> attempts(Fire fire);

    /** What the fire waits for in line; empty when it does not. */
    Optional<Line> line(Fire fire);

    /** One page of fires, newest first. */
    List<Fire> list(FireQuery query);

    /** The next scheduled fires of all active tasks of a namespace, in order; one for each task. */
    List<Upcoming> upcoming(String namespace, @Nullable Instant from, @Nullable Instant to, int limit);

    /**
     * The line in which a fire waits for a slot.
     *
     * @param concurrencyKey of the key
     * @param limit how many slots there are
     * @param ahead how many wait before it; counted up to {@link #MOST_AHEAD}
     */
    record Line(String concurrencyKey, int limit, int ahead) {
        /** Beyond this nobody counts. */
        public static final int MOST_AHEAD = 1_000;
    }

    /**
     * A fire to come.
     *
     * @param at when
     * @param task whose
     * @param spec the task's definition, from which its further instants follow
     */
    record Upcoming(Instant at, TaskId task, TaskSpec spec) {}

    /**
     * Which fires to list.
     *
     * @param namespace of their tasks
     * @param task only of this one; null for all
     * @param state only in this one, by name; null for all
     * @param trigger only by this one, by name; null for all
     * @param from scheduled at this instant or later; null without limit
     * @param to scheduled before this instant; null without limit
     * @param before only fires that come after this one in the list; null from the newest on
     * @param limit how many at most
     */
    record FireQuery(
            String namespace,
            @Nullable String task,
            @Nullable String state,
            @Nullable String trigger,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable FireId before,
            int limit) {}
}
