package dev.punctual.activities;

import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caught-up fires that wait to start, by priority and then oldest instant first. It lets them through at its
 * {@link CatchUpRate}, and is never longer than what it can let through within some seconds: the last beyond that are sent
 * away, to come back later, so that neither the worker's slots nor the engine's patience are used up by waiting. The engine
 * wakes in no order: a fire with older ones that have not come yet waits for them, for a while, unless it is urgent.
 *
 * <p>It reads no clock and starts no thread. Times are nanoseconds of one monotonic timer that began at 0. Not for several
 * threads at once.
 */
final class CatchUpLine {
    /** So much of the rate may be used at once after a pause. */
    private static final long BURST = Duration.ofMillis(100).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** How long the last one in the line may have to wait; well below the engine's shortest workflow-task timeout. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(5).toNanos();

    private static final int SHORTEST = 10;

    /** How long the line stands still for older ones that do not come. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private static final long SOON = Duration.ofMillis(100).toNanos();

    /** What was learned about the rate holds for so long. */
    private static final long FORGOTTEN = Duration.ofMinutes(1).toNanos();

    /** Who would have to come back later than this comes back at some time up to twice as late. */
    private static final long FAR = Duration.ofMinutes(1).toNanos();

    /** Its multiples modulo 1 spread evenly, however many there are. */
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private final double most;
    private final Supplier<@Nullable Duration> worst;
    private final TreeSet<Turn> turns = new TreeSet<>();
    private CatchUpRate rate;
    private long numbers;
    private long judgedAt = -FORGOTTEN;
    private long nextAt;
    private long bookedUntil;
    private @Nullable Instant reach;
    private @Nullable Long standsSince;

    /**
     * @param most the highest rate, per second
     * @param worst the greatest lateness among fires on time since it was asked last; null for none
     */
    CatchUpLine(double most, Supplier<@Nullable Duration> worst) {
        this.most = most;
        this.worst = worst;
        this.rate = CatchUpRate.first(most);
    }

    /** What became of a fire in the line. */
    sealed interface Decision {
        /** It may start. */
        record Through() implements Decision {}

        /** It is to come back after so long. */
        record Later(Duration after) implements Decision {}
    }

    /**
     * A fire that is to be caught up.
     *
     * @param scheduledFor of several missed instants of the task the first
     * @param priority of the task
     */
    record Missed(TaskId task, Instant scheduledFor, int priority) {
        boolean isUrgent() {
            return TaskSpec.isUrgent(priority);
        }
    }

    /** A fire's place in the line. */
    static final class Turn implements Comparable<Turn> {
        private final Missed missed;
        private final long number;
        private final Runnable decided;
        private volatile @Nullable Decision decision;

        private Turn(Missed missed, long number, Runnable decided) {
            this.missed = missed;
            this.number = number;
            this.decided = decided;
        }

        TaskId task() {
            return missed.task();
        }

        /** Null while it waits. */
        @Nullable
        Decision decision() {
            return decision;
        }

        /** Tells whoever waits. */
        void announce() {
            decided.run();
        }

        @Override
        public int compareTo(Turn other) {
            int byPriority = Integer.compare(missed.priority(), other.missed.priority());
            int byInstant = missed.scheduledFor().compareTo(other.missed.scheduledFor());
            return byPriority != 0 ? byPriority : byInstant != 0 ? byInstant : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Turn turn && number == turn.number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /**
     * Puts a fire in its place.
     *
     * @param decided is called by {@link Turn#announce}
     */
    Turn join(Missed missed, Runnable decided) {
        Turn turn = new Turn(missed, numbers++, decided);
        turns.add(turn);
        return turn;
    }

    /** Takes a fire out that waits no more, if it is still there. */
    void leave(Turn turn) {
        turns.remove(turn);
    }

    /**
     * How many of all missed fires, whoever has them, come before the others: twice as many as can start until the book is
     * asked again, so that the line does not stand while it answers.
     */
    int ahead() {
        return Math.max(SHORTEST, (int) (2 * rate.perSecond() * CatchUpGate.REFRESH / SECOND));
    }

    /** Tells how far the {@link #ahead} oldest missed fires reach; null when all others may come, too. */
    void reach(@Nullable Instant newReach) {
        reach = newReach;
    }

    /** Decides what can be decided now; answers those that it decided about. */
    List<Turn> advance(long now) {
        judge(now);
        List<Turn> decided = new ArrayList<>();
        long from = Math.max(nextAt, now - BURST);
        while (!turns.isEmpty() && from <= now && isReached(turns.first(), now)) {
            decide(turns.removeFirst(), new Decision.Through(), decided);
            from += Math.round(SECOND / rate.perSecond());
        }
        nextAt = from;
        while (turns.size() > room()) {
            Turn last = turns.removeLast();
            decide(last, new Decision.Later(Duration.ofNanos(untilBack(last, now))), decided);
        }
        return decided;
    }

    /** How long until {@link #advance} can let the next one through; null when none waits. */
    @Nullable
    Long untilNext(long now) {
        return turns.isEmpty() ? null : Math.max(standsSince == null ? 1 : SOON, nextAt - now);
    }

    int size() {
        return turns.size();
    }

    CatchUpRate rate() {
        return rate;
    }

    private boolean isReached(Turn turn, long now) {
        // how far the oldest reach says nothing about the few that are urgent
        if (turn.missed.isUrgent()
                || reach == null
                || !turn.missed.scheduledFor().isAfter(reach)) {
            standsSince = null;
            return true;
        }
        standsSince = standsSince == null ? now : standsSince;
        return now - standsSince >= PATIENCE;
    }

    private static void decide(Turn turn, Decision decision, List<Turn> decided) {
        turn.decision = decision;
        decided.add(turn);
    }

    private void judge(long now) {
        if (now - judgedAt < SECOND) {
            return;
        }
        Duration suffered = worst.get();
        rate = now - judgedAt >= FORGOTTEN ? CatchUpRate.first(most) : rate.after(suffered, most);
        judgedAt = now;
    }

    /** Whether those in it will have started in half of the time for which there is room. */
    boolean isShort() {
        return turns.size() < room() / 2;
    }

    private int room() {
        return Math.max(SHORTEST, (int) (rate.perSecond() * LONGEST_WAIT / SECOND));
    }

    /**
     * Those sent away come back one after the other, at twice the rate: it is likely to have grown until then, and all the
     * more where it is low.
     */
    private long untilBack(Turn turn, long now) {
        double comeBack = Math.max(2 * rate.perSecond(), Math.min(CatchUpRate.FIRST, most));
        long at = Math.max(bookedUntil, now + SECOND) + Math.round(SECOND / comeBack);
        if (at - now > FAR) {
            return FAR + (long) (turn.number * GOLDEN_RATIO % 1 * FAR);
        }
        bookedUntil = at;
        return at - now;
    }
}
