package dev.punctual.activities;

import dev.punctual.activities.CatchUpLine.Decision;
import dev.punctual.activities.CatchUpLine.Missed;
import dev.punctual.activities.CatchUpLine.Turn;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where fires whose instant was missed wait before they start, so that what an outage left behind does not make late what is
 * on time. The rules are those of {@link CatchUpLine}; this keeps the time and lets several threads in.
 */
public final class CatchUpGate {
    /** It lets so many fires through in a second, whatever suffers. */
    public static final double LEAST = CatchUpRate.LEAST;

    /** Whoever is not back so long after its time may be looked for. */
    private static final long GRACE = 5_000_000_000L;

    /** How often it asks which missed fires are the oldest. */
    static final long REFRESH = 500_000_000L;

    private final LongSupplier nanoTime;
    private final long origin;
    private final CatchUpLine line;
    private final OnTimeFires onTime;
    private final IntFunction<@Nullable Instant> missed;
    private final Map<TaskId, Long> away = new ConcurrentHashMap<>();
    private final Set<TaskId> newcomers = ConcurrentHashMap.newKeySet();
    private long tidiedAt;
    private long askedAt;
    private boolean attended;

    /**
     * @param most how many fires it lets through in a second at most
     * @param metrics knows how late the fires on time are
     * @param missed tells the instant of the so-manieth oldest of all missed fires; null when there are fewer, or where nobody
     *     knows
     * @param nanoTime a monotonic timer
     */
    public CatchUpGate(double most, FireMetrics metrics, IntFunction<@Nullable Instant> missed, LongSupplier nanoTime) {
        this.missed = missed;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.onTime = metrics.onTime();
        this.line = new CatchUpLine(most, onTime::takeWorst);
    }

    /** A fire at the gate; closing it gives up its place. */
    final class Visitor implements AutoCloseable {
        private final Turn turn;

        private Visitor(Turn turn) {
            this.turn = turn;
        }

        /** Null while it waits. */
        @Nullable
        Decision decision() {
            return turn.decision();
        }

        @Override
        public void close() {
            synchronized (CatchUpGate.this) {
                line.leave(turn);
            }
        }
    }

    /**
     * A fire comes to the gate.
     *
     * @param now by the book's clock
     * @param decided is called, by any thread and maybe before this returns, once it is decided
     */
    Visitor enter(Missed fire, Instant now, Runnable decided) {
        away.remove(fire.task());
        Turn turn;
        List<Turn> decisions;
        synchronized (this) {
            // who did not come back must not make this look like the catch-up before
            tidy(now());
            if (!attended && line.size() == 0 && away.isEmpty()) {
                onTime.catchUpBegins(now);
            }
            turn = line.join(fire, decided);
            decisions = line.advance(now());
            if (!attended && line.size() > 0) {
                attended = true;
                Thread.ofVirtual().name("catch-up-gate").start(this::letThrough);
            }
        }
        announce(decisions);
        if (!(turn.decision() instanceof Decision.Through)) {
            newcomers.add(fire.task());
        }
        return new Visitor(turn);
    }

    /** Whether the task was here and is to come back; not while the line is so short that it may come at once. */
    public boolean expects(TaskId task) {
        Long until = away.get(task);
        return until != null && now() <= until && !isShort();
    }

    private synchronized boolean isShort() {
        return line.isShort();
    }

    /** The tasks that had to wait since this was asked last, up to so many. */
    public List<TaskId> takeNewcomers(int most) {
        List<TaskId> tasks = new ArrayList<>();
        for (Iterator<TaskId> all = newcomers.iterator(); all.hasNext() && tasks.size() < most; ) {
            tasks.add(all.next());
            all.remove();
        }
        return tasks;
    }

    /** How many fires a second are let through at present. */
    public synchronized double rate() {
        return line.rate().perSecond();
    }

    /** How many fires wait, here or until they come back. */
    public synchronized int waiting() {
        return line.size() + away.size();
    }

    private void letThrough() {
        while (true) {
            askHowFar();
            List<Turn> decisions;
            Long wait;
            synchronized (this) {
                long now = now();
                decisions = line.advance(now);
                wait = line.untilNext(now);
                attended = wait != null;
                tidy(now);
            }
            announce(decisions);
            if (wait == null) {
                return;
            }
            LockSupport.parkNanos(wait);
        }
    }

    /** Asked by the one thread that attends the gate, and without the lock: an answer may take a while. */
    private void askHowFar() {
        long now = now();
        if (askedAt != 0 && now - askedAt < REFRESH) {
            return;
        }
        askedAt = now;
        int ahead;
        synchronized (this) {
            ahead = line.ahead();
        }
        Instant reach = missed.apply(ahead);
        synchronized (this) {
            line.reach(reach);
        }
    }

    private void announce(List<Turn> decisions) {
        for (Turn turn : decisions) {
            if (turn.decision() instanceof Decision.Later later) {
                away.put(turn.task(), now() + later.after().toNanos() + GRACE);
            }
            turn.announce();
        }
    }

    /** A task that was changed meanwhile does not come back. */
    private void tidy(long now) {
        if (now - tidiedAt > GRACE) {
            tidiedAt = now;
            away.values().removeIf(until -> until < now);
        }
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }
}
