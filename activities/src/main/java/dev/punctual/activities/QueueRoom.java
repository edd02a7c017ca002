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
 * it lately. So whoever takes the short way overtakes nobody.
 */
public final class QueueRoom {
    /** Who waited longer for a worker waited behind others. */
    static final Duration BACKLOG = Duration.ofSeconds(1);

    /** So long after the last one that waited, the queue is taken for empty again. */
    static final Duration MEMORY = Duration.ofSeconds(5);

    private final int slots;
    private final Predicate<String> open;
    private final LongSupplier nanoTime;
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    /**
     * @param slots how many attempts of a queue this worker performs at once
     * @param open tells the queues that this worker serves and whose rate and shares the operator has not set
     * @param nanoTime a monotonic timer
     */
    public QueueRoom(int slots, Predicate<String> open, LongSupplier nanoTime) {
        this.slots = slots;
        this.open = open;
        this.nanoTime = nanoTime;
    }

    /** What is known of a queue. */
    private static final class Queue {
        private int running;
        private boolean waited;
        private long waitedAt;

        private void waits(long now) {
            waited = true;
            waitedAt = now;
        }
    }

    /** An attempt in progress; closing it frees its slot. */
    static final class Place implements AutoCloseable {
        private final Queue queue;

        private Place(Queue queue) {
            this.queue = queue;
        }

        @Override
        public void close() {
            synchronized (queue) {
                queue.running--;
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
            queue.running++;
            if (waited.compareTo(BACKLOG) > 0) {
                queue.waits(nanoTime.getAsLong());
            }
            return new Place(queue);
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
            if (queue.running >= slots) {
                // this one will wait: whoever comes next is not to overtake it
                queue.waits(nanoTime.getAsLong());
            }
            if (queue.waited) {
                return null;
            }
            queue.running++;
            return new Place(queue);
        }
    }

    private Queue queue(String name) {
        return queues.computeIfAbsent(name, ignored -> new Queue());
    }
}
