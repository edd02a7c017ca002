package dev.punctual.workflows.audit;

import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time in which one schedule of a task was in force.
 *
 * @param schedule which
 * @param since from when on
 * @param first the first instant that it was to fire; null for none
 * @param until when it ended; null while it has not
 * @param left the instant that it waited for when it ended; null for none
 * @param moves the schedule's own instants that users moved, and where to
 */
record PlannedSpan(
        Schedule schedule,
        Instant since,
        @Nullable Instant first,
        @Nullable Instant until,
        @Nullable Instant left,
        Map<Instant, Instant> moves) {
    PlannedSpan {
        moves = Map.copyOf(moves);
    }

    /** An instant of the schedule, and when it was to fire. */
    record Expected(Instant at, Instant nominal, PlannedSpan span) {}

    /** The first of its own instants that is this one or later. */
    Optional<Instant> nominalFrom(Instant from) {
        Instant start = first;
        if (start == null) {
            return Optional.empty();
        }
        return start.isBefore(from)
                ? schedule.nextAfter(from.minus(1, ChronoUnit.MICROS)).filter(this::holds)
                : Optional.of(start).filter(this::holds);
    }

    Optional<Instant> nominalAfter(Instant nominal) {
        return schedule.nextAfter(nominal).filter(this::holds);
    }

    /** Whether it was in force at that instant; a one-time schedule also names instants of the past. */
    boolean holds(Instant instant) {
        return until == null || instant.isBefore(until);
    }

    /** Whether the instant had come, or not, when the schedule ended, and nothing was decided about it. */
    boolean leftBehind(Instant nominal) {
        return until != null && left != null && !nominal.isBefore(left);
    }

    /** Whether the schedule names this instant. */
    boolean names(Instant instant) {
        return schedule instanceof OneTimeSchedule once
                ? once.at().equals(instant)
                : schedule.nextAfter(instant.minus(1, ChronoUnit.MICROS))
                        .filter(instant::equals)
                        .isPresent();
    }
}
