package dev.punctual.workflows.simulation;

import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an instant of a virtual task. */
public sealed interface VirtualEvent {
    /** When it came about. */
    Instant at();

    /** The instant; the first of them when there are several. */
    Instant scheduledFor();

    /**
     * A fire that started.
     *
     * @param scheduledFor its instant
     * @param at when it started
     */
    record Started(Instant scheduledFor, Instant at) implements VirtualEvent {
        /** How late that was. */
        public Duration lateness() {
            return Duration.between(scheduledFor, at);
        }
    }

    /**
     * One or more instants that were not acted on.
     *
     * @param skip which, and why
     * @param at when that was decided
     */
    record Skipped(Skip skip, Instant at) implements VirtualEvent {
        @Override
        public Instant scheduledFor() {
            return skip.from();
        }

        /** Why. */
        public SkipReason reason() {
            return skip.reason();
        }
    }

    /**
     * A fire that was stopped in favour of a later one.
     *
     * @param scheduledFor its instant
     * @param startedAt when it started; null when it never did
     * @param at when it was stopped
     */
    record Stopped(Instant scheduledFor, @Nullable Instant startedAt, Instant at) implements VirtualEvent {}
}
