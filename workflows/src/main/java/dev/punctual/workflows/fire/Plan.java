package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.NextFire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task needs next; {@link FirePlanner} decides it. */
public sealed interface Plan {
    /**
     * Hold until {@code at}, then claim and perform an attempt.
     *
     * @param fire which fire
     * @param scheduledFor its instant
     * @param trigger why it exists
     * @param attempt the number of the attempt to claim
     * @param at when it starts: the instant, or the time of the next attempt; may be past
     * @param next the schedule's next fire once this one is claimed; null for none, or when the end of the run will say
     * @param route where it is performed; a dispatched fire is not claimed here, but given a workflow of its own
     */
    record Start(
            FireId fire,
            Instant scheduledFor,
            Trigger trigger,
            int attempt,
            Instant at,
            @Nullable NextFire next,
            Route route)
            implements Plan {

        /** An instant that passed longer ago than this was missed; a fire that starts until then is late. */
        public static final Duration LATE_NOT_MISSED = MissedInstants.LATE_NOT_MISSED;

        /** Whether it makes up for an instant that was missed, rather than starts for its own, be it a little late. */
        public boolean catchesUp(Instant now) {
            return (trigger == Trigger.SCHEDULE || trigger == Trigger.BACKFILL)
                    && attempt == 1
                    && Duration.between(scheduledFor, now).compareTo(LATE_NOT_MISSED) > 0;
        }
    }

    /**
     * Record these instants as skipped or as waiting, then plan anew.
     *
     * @param skips oldest first
     * @param buffered instants that wait for the end of earlier fires, oldest first
     * @param next the schedule's next fire after that; null for none
     */
    record PassOver(
            List<Skip> skips,
            List<Instant> buffered,
            @Nullable NextFire next) implements Plan {
        public PassOver {
            skips = List.copyOf(skips);
            buffered = List.copyOf(buffered);
        }

        /** Without any that waits. */
        public PassOver(List<Skip> skips, @Nullable NextFire next) {
            this(skips, List.of(), next);
        }
    }

    /** Give these fires, which the book has as dispatched, their workflows; then plan anew. */
    record HandOver(List<FireId> fires) implements Plan {
        public HandOver {
            fires = List.copyOf(fires);
        }
    }

    /**
     * Stop these fires in favour of the next, then plan anew.
     *
     * @param terminate end them in the book at once, rather than wait until their work has stopped
     */
    record Stop(List<FireId> fires, boolean terminate) implements Plan {
        public Stop {
            fires = List.copyOf(fires);
        }
    }

    /**
     * Nothing can start before then.
     *
     * @param until when to look again; null when only a user's change can bring something
     */
    record Rest(@Nullable Instant until) implements Plan {}

    /** The pause is over: resume the task, then plan anew. */
    record Resume() implements Plan {}

    /** Nothing will ever start again, unless a user asks for it. */
    record End() implements Plan {}
}
