package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the fires of a schedule when another takes its place. Every fire that only one of the two has is told
 * exactly once: as added, as removed, or as a removed and an added one that make up one move.
 *
 * <p>What counts as a move, in this order:
 *
 * <ol>
 *   <li>Two fires that stem from the same instant of the rule: jitter or a calendar moves it differently.
 *   <li>Two neighbours of what is left, with no fire that stays and no such move between them: the closest neighbours first,
 *       of equally close ones the earliest. Where several removed ones stand beside several added ones, as many as there
 *       are pairs move in order, those that stand nearest to the other kind.
 * </ol>
 *
 * So of two schedules that fire daily, one at 02:00 and one at 03:00, each day's fire is moved by one hour, also when the
 * first or the last of the span has no counterpart in it.
 *
 * @param added fires that only the schedule after has, in order
 * @param removed fires that only the schedule before has, in order
 * @param moved fires that the schedule after has at another instant, in order of the old instants
 * @param until every difference before this instant is told: the end that was asked for, or less when truncated
 * @param truncated there may be more differences before the end that was asked for
 */
public record ScheduleChange(
        List<Instant> added, List<Instant> removed, List<Moved> moved, Instant until, boolean truncated) {
    /** So many instants are compared at most, those that stay included: more than a month of one a minute. */
    public static final int MOST_COMPARED = 50_000;

    /** A fire at another instant. */
    public record Moved(Instant from, Instant to) {}

    public ScheduleChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        moved = List.copyOf(moved);
    }

    /**
     * The fires of a schedule.
     *
     * @param schedule which; null for no fire at all
     * @param first the fire to begin with, where a user may have moved it to; null to begin anywhere in the schedule
     * @param nominal the schedule's own instant that the first stands for; the others come after both
     */
    public record Course(
            @Nullable Schedule schedule,
            @Nullable Instant first,
            @Nullable Instant nominal) {
        /** No fire. */
        public static final Course NONE = new Course(null, null, null);

        /** All fires of a schedule. */
        public static Course of(Schedule schedule) {
            return new Course(schedule, null, null);
        }

        Optional<Instant> nextAfter(Instant instant) {
            if (schedule == null) {
                return Optional.empty();
            }
            if (first != null && first.isAfter(instant)) {
                return Optional.of(first);
            }
            return schedule.nextAfter(nominal != null && nominal.isAfter(instant) ? nominal : instant);
        }

        List<Instant> origins(Instant fire) {
            if (schedule == null) {
                return List.of();
            }
            return schedule.origins(nominal != null && fire.equals(first) ? nominal : fire);
        }
    }

    /** As {@link #between(Course, Course, Instant, Instant, int)}, of all fires of two schedules. */
    public static ScheduleChange between(Schedule before, Schedule after, Instant from, Instant until, int limit) {
        return between(Course.of(before), Course.of(after), from, until, limit);
    }

    /**
     * Compares two schedules from an instant on and before another. Pure.
     *
     * @param limit how many fires of each schedule may be without a counterpart at the same instant before the answer is
     *     truncated; so none of its lists is longer
     * @throws IllegalArgumentException when they differ and one of them {@link Schedule#followsRuns follows runs}: its fires
     *     cannot be foretold
     */
    public static ScheduleChange between(Course before, Course after, Instant from, Instant until, int limit) {
        if (before.equals(after)) {
            return new ScheduleChange(List.of(), List.of(), List.of(), until, false);
        }
        for (Course course : List.of(before, after)) {
            if (course.schedule() != null && course.schedule().followsRuns()) {
                throw new IllegalArgumentException("the fires of \"%s\" cannot be foretold, as its runs decide them"
                        .formatted(course.schedule().describe()));
            }
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; ask for 1 difference or more");
        }
        return new ScheduleComparison(before, after, limit).compare(from, until);
    }

    /** Whether no fire differs. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
    }
}
