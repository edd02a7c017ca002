package dev.punctual.activities;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an attempt may begin at once, in the worker that has the fire, rather than by way of the fire's queue: only
 * while this worker serves the queue and has a free slot for it, the queue has no limits of its own, and nothing has waited in
 * it lately. So whoever takes the short way overtakes nobody. A quarter of the slots is kept for these; the engine, which knows
 * nothing of them, has the rest to fill.
 */
public final class QueueRoom {
    /** Who waited longer for a worker waited behind others. */
    static final Duration BACKLOG = Duration.ofSeconds(1);

    /** So long after the last one that waited, the queue is taken for empty again. */
    static final Duration MEMORY = Duration.ofSeconds(5);

    /** One slot of so many is for what begins at once. */
    private static final int SHARE = 4;

    private final int slots;
    private final Predicate<String> open;
    private final LongSupplier nanoTime;
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    /**
     * @param slots how many attempts of a queue this worker performs at once, both ways together
     * @param open tells the queues that this worker serves and whose rate and shares the operator has not set
     * @param nanoTime a monotonic timer
     */
    public QueueRoom(int slots, Predicate<String> open, LongSupplier nanoTime) {
        this.slots = slots;
        this.open = open;
        this.nanoTime = nanoTime;
    }

    /** How many of the slots the engine may fill. */
    public static int byQueue(int slots) {
        return slots - slots / SHARE;
    }

    /** What is known of a queue. */
    private static final class Queue {
        private int atOnce;
        private int byQueue;
        private boolean waited;
        private long waitedAt;

        private void waits(long now) {
            waited = true;
            waitedAt = now;
        }
    }

    /** The slot of an attempt in progress; closing it for the first time frees it. */
    static final class Place implements AutoCloseable {
        private final Queue queue;
        private final boolean atOnce;
        private boolean free;

        private Place(Queue queue, boolean atOnce) {
            this.queue = queue;
            this.atOnce = atOnce;
        }

        @Override
        public void close() {
            synchronized (queue) {
                if (free) {
                    return;
                }
                free = true;
                if (atOnce) {
                    queue.atOnce--;
                } else {
                    queue.byQueue--;
                }
            }
        }
    }

    /**
     * An attempt comes by way of the queue: it has its slot.
     *
     * @param waited how long the engine looked for a worker
     */
    Place enter(String name, Duration waited) {
        Queue queue = queue(name);
        synchronized (queue) {
            queue.byQueue++;
            if (waited.compareTo(BACKLOG) > 0) {
                queue.waits(nanoTime.getAsLong());
            }
            return new Place(queue, false);
        }
    }

    /** An attempt wants to begin at once; null when it has to go by way of the queue. */
    @Nullable
    Place tryEnter(String name) {
        if (!open.test(name)) {
            return null;
        }
        Queue queue = queue(name);
        synchronized (queue) {
            if (queue.waited && nanoTime.getAsLong() - queue.waitedAt > MEMORY.toNanos()) {
                queue.waited = false;
            }
            if (queue.byQueue >= byQueue(slots)) {
                // this one will wait: whoever comes next is not to overtake it
                queue.waits(nanoTime.getAsLong());
            }
            if (queue.waited || queue.atOnce >= slots / SHARE) {
                return null;
            }
            queue.atOnce++;
            return new Place(queue, true);
        }
    }

    private Queue queue(String name) {
        return queues.computeIfAbsent(name, ignored -> new Queue());
    }
}
