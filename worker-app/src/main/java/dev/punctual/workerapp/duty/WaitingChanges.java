package dev.punctual.workerapp.duty;

import dev.punctual.workflows.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;

/**
 * Changes that the engine is to be told of at once, the soonest due first. Of those that are due much later only a few wait
 * here: the rest is found by a pass, and so many of them would be told twice. Safe for many threads.
 */
final class WaitingChanges {
    /** As many as are told before a pass takes them for forgotten. */
    static final int MOST_LATER = 1_000;

    static final int MOST = 20_000;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int FIRST_SIZE = 100;

    private final InstantSource clock;
    private final PriorityBlockingQueue<Task> tasks =
            new PriorityBlockingQueue<>(FIRST_SIZE, Comparator.comparing(WaitingChanges::due));

    /** @param clock the book's clock */
    WaitingChanges(InstantSource clock) {
        this.clock = clock;
    }

    /** What has no next fire is taken for due since its change, as {@link dev.punctual.book.EngineBook#behind} does. */
    private static Instant due(Task task) {
        Instant next = task.nextFireAt();
        return next == null ? task.updateTime() : next;
    }

    /** Adds a task unless too many wait; answers whether it did. */
    boolean offer(Task task) {
        boolean soon = due(task).isBefore(clock.instant().plus(SOON));
        return tasks.size() < (soon ? MOST : MOST_LATER) && tasks.offer(task);
    }

    /** Waits for one and moves the soonest, at most so many, to the list. */
    void take(List<Task> chunk, int most) throws InterruptedException {
        chunk.add(tasks.take());
        tasks.drainTo(chunk, most - 1);
    }
}
