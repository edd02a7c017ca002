package dev.punctual.book;

import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Many fires at one glance: over time, by task, and by both. Every answer reads a bounded number of rows by key, however many
 * fires there are.
 */
public interface FireOverview {
    /** Ended fires by steps of time, oldest first; steps without any are left out. Counts reach about a week back. */
    List<Point> history(String namespace, Instant from, Instant to, Duration step);

    /** The last fires of each of these tasks, oldest first; tasks without any may be left out. */
    Map<String, List<Brief>> recent(String namespace, List<String> tasks, int each);

    /** What came of these tasks within a span of time, by steps of time. */
    Map<String, GridRow> grid(String namespace, List<String> tasks, Span span);

    /** The fires of a task that started and ended last, oldest first. */
    List<Brief> runs(String namespace, String task, int limit);

    /**
     * How long fires of these tasks usually take: half of the last that succeeded took no longer. Tasks of whose last fires none
     * did are left out.
     */
    Map<String, Duration> usual(String namespace, Collection<String> tasks);

    /** Active tasks with an instant to come, in the order of their ids; those after the one named. */
    List<Upcoming> active(String namespace, @Nullable String after, int limit);

    /**
     * The fires of one step.
     *
     * @param at its beginning
     * @param fires how many ended in each state; states without any may be left out
     * @param latenessP50 half of those that were started were at most so late; null when none was
     * @param latenessP99 all but a hundredth were at most so late; null when none was
     * @param latenessMax all were at most so late; null when none was
     */
    record Point(
            Instant at,
            Map<FireState, Long> fires,
            @Nullable Duration latenessP50,
            @Nullable Duration latenessP99,
            @Nullable Duration latenessMax) {}

    /**
     * A fire in brief.
     *
     * @param lateness null before it started, and where there is none
     * @param duration from its first start to its end; null before that, and where it never started
     */
    record Brief(
            FireId id,
            FireState state,
            Instant at,
            @Nullable Duration lateness,
            @Nullable Duration duration) {}

    /**
     * A span of time in steps.
     *
     * @param from its beginning
     * @param step the length of a step
     * @param steps how many there are
     * @param most how many of the newest fires of a task are looked at
     */
    record Span(Instant from, Duration step, int steps, int most) {
        Instant to() {
            return from.plus(step.multipliedBy(steps));
        }
    }

    /**
     * A task's row of the grid.
     *
     * @param cells by the number of their step; steps without a fire are left out
     * @param completeFrom before this instant nothing was looked at, since the task fires so often; null when all was
     */
    record GridRow(SortedMap<Integer, Cell> cells, @Nullable Instant completeFrom) {}

    /**
     * The fires of a task in one step.
     *
     * @param fires how many
     * @param state the worst of their states
     * @param late whether one of them started more than a second after its instant
     * @param fire which, when it is one
     */
    record Cell(
            long fires,
            FireState state,
            boolean late,
            @Nullable FireId fire) {}
}
