package dev.punctual.activities;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The fires that this worker holds for their instants. A hold ends at the instant, never before; or at once when the task was
 * changed, or when the worker is to stop.
 */
public final class Holds {
    private final InstantSource clock;
    private final ConcurrentHashMap<TaskId, Set<Hold>> holds = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean draining;

    /** @param clock the book's clock */
    public Holds(InstantSource clock) {
        this.clock = clock;
    }

    /** Why a hold ended. */
    enum End {
        /** The instant has come, or what else was waited for. */
        INSTANT,
        /** The task was changed: ask the book anew. */
        CHANGED,
        /** The worker stops. */
        DRAINING
    }

    /** Begins to listen for changes of the task; to be called before the book is asked, so that no change is missed. */
    Hold open(TaskId task) {
        Hold hold = new Hold(task);
        holds.compute(task, (id, present) -> {
            Set<Hold> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(hold);
            return all;
        });
        return hold;
    }

    /** Lets go of the task, which was changed. */
    public void changed(TaskId task) {
        Set<Hold> all = holds.get(task);
        if (all != null) {
            all.forEach(Hold::wake);
        }
    }

    /** Lets go of every task: changes may have been missed. */
    public void changedAll() {
        holds.values().forEach(all -> all.forEach(Hold::wake));
    }

    /** Lets go of every task, for good. */
    public void drain() {
        draining = true;
        changedAll();
    }

    /** Whether this worker attends to the task. */
    public boolean has(TaskId task) {
        return holds.containsKey(task);
    }

    /** How many tasks this worker attends to. */
    int tasks() {
        return holds.size();
    }

    /** How many fires wait for their instant. */
    public int count() {
        return waiting.get();
    }

    /** One task attended to. */
    final class Hold implements AutoCloseable {
        private final TaskId task;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition woken = lock.newCondition();
        private boolean changed;

        private Hold(TaskId task) {
            this.task = task;
        }

        /** Forgets changes up to now; to be called before the book is asked. */
        void refresh() {
            lock.lock();
            try {
                changed = false;
            } finally {
                lock.unlock();
            }
        }

        /** Whether the task was changed since {@link #refresh}. */
        boolean isChanged() {
            lock.lock();
            try {
                return changed;
            } finally {
                lock.unlock();
            }
        }

        /** Waits for the instant. */
        End until(Instant at) throws InterruptedException {
            return until(at, () -> false);
        }

        /**
         * Waits for the instant, or until something else has happened.
         *
         * @param happened whether it has; looked at again at each {@link #look}
         */
        End until(Instant at, BooleanSupplier happened) throws InterruptedException {
            waiting.incrementAndGet();
            lock.lock();
            try {
                while (true) {
                    if (draining) {
                        return End.DRAINING;
                    }
                    if (changed) {
                        return End.CHANGED;
                    }
                    long nanos = Duration.between(clock.instant(), at).toNanos();
                    if (nanos <= 0 || happened.getAsBoolean()) {
                        return End.INSTANT;
                    }
                    // may end early without a reason: the loop looks again
                    long ignored = woken.awaitNanos(nanos);
                }
            } finally {
                lock.unlock();
                waiting.decrementAndGet();
            }
        }

        private void wake() {
            lock.lock();
            try {
                changed = true;
                woken.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Has whoever waits look whether it has happened. */
        void look() {
            lock.lock();
            try {
                woken.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            holds.computeIfPresent(task, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
