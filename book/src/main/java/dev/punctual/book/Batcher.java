package dev.punctual.book;

import static org.apache.commons.lang3.ObjectUtils.min;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: callers wait, and one thread asks the database for all who wait at that moment. Under load the batches grow and
 * the cost of a question falls; a lone caller waits for nobody.
 *
 * <p>No two questions with the same key are in one batch; a second one waits for the next. While the database is away the batch
 * is asked again until it answers, so a question must be safe to repeat. A question that the database rejects fails alone.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class Batcher<Q, A> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final int maxBatch;
    private final Function<Q, Object> key;
    private final Function<List<Q>, List<A>> database;
    private final Consumer<Integer> sizes;
    private final Deque<Waiting<Q, A>> waiting = new ArrayDeque<>();
    private final Thread flusher;
    private boolean closed;

    /**
     * Starts the thread that asks.
     *
     * @param name for logs
     * @param maxBatch questions in one batch, at most
     * @param key what must not stand twice in a batch
     * @param database answers a batch, in its order
     * @param sizes hears of the size of every batch
     */
    Batcher(
            String name,
            int maxBatch,
            Function<Q, Object> key,
            Function<List<Q>, List<A>> database,
            Consumer<Integer> sizes) {
        this.name = name;
        this.maxBatch = maxBatch;
        this.key = key;
        this.database = database;
        this.sizes = sizes;
        this.flusher = Thread.ofVirtual().name("book-" + name).start(this::flushUntilClosed);
    }

    /**
     * Asks, and waits for the answer, whatever interrupts.
     *
     * @throws BookUnavailableException when this is closed before the answer has come
     */
    A ask(Q question) {
        Waiting<Q, A> entry = new Waiting<>(question, new CompletableFuture<>());
        synchronized (waiting) {
            if (closed) {
                throw closedException();
            }
            waiting.addLast(entry);
            waiting.notifyAll();
        }
        try {
            return entry.answer().join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private void flushUntilClosed() {
        for (List<Waiting<Q, A>> batch = next(); !batch.isEmpty(); batch = next()) {
            answer(batch);
        }
    }

    private List<Waiting<Q, A>> next() {
        synchronized (waiting) {
            while (waiting.isEmpty() && !closed) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    // only close() ends this thread
                    log.debug("book {}: interrupted while idle", name);
                }
            }
            List<Waiting<Q, A>> batch = new ArrayList<>();
            Set<Object> keys = new HashSet<>();
            Iterator<Waiting<Q, A>> iterator = waiting.iterator();
            while (iterator.hasNext() && batch.size() < maxBatch) {
                Waiting<Q, A> entry = iterator.next();
                if (keys.add(key.apply(entry.question()))) {
                    iterator.remove();
                    batch.add(entry);
                }
            }
            return batch;
        }
    }

    private void answer(List<Waiting<Q, A>> batch) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                List<A> answers =
                        database.apply(batch.stream().map(Waiting::question).toList());
                sizes.accept(batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).answer().complete(answers.get(i));
                }
                return;
            } catch (RuntimeException e) {
                if (!Outage.isOne(e)) {
                    failAlone(batch, e);
                    return;
                }
                if (isClosed()) {
                    batch.forEach(entry -> entry.answer().completeExceptionally(closedException()));
                    return;
                }
                log.warn("book {}: the database is away, {} callers wait: {}", name, batch.size(), Outage.brief(e));
                pause(pause);
                pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
            } catch (Error e) {
                // this thread must live on: without it every later caller would wait for ever
                log.error("book {}: {} callers fail", name, batch.size(), e);
                batch.forEach(entry -> entry.answer().completeExceptionally(e));
                return;
            }
        }
    }

    /** One bad question must not fail its neighbours. */
    private void failAlone(List<Waiting<Q, A>> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            batch.getFirst().answer().completeExceptionally(failure);
        } else {
            batch.forEach(entry -> answer(List.of(entry)));
        }
    }

    private void pause(Duration duration) {
        synchronized (waiting) {
            if (!closed) {
                try {
                    // a new caller may end the pause early, which is as good a moment to ask again
                    waiting.wait(duration.toMillis());
                } catch (InterruptedException e) {
                    log.debug("book {}: interrupted while the database is away", name);
                }
            }
        }
    }

    private boolean isClosed() {
        synchronized (waiting) {
            return closed;
        }
    }

    private BookUnavailableException closedException() {
        return new BookUnavailableException("this process is stopping; the book is asked no more (" + name + ")");
    }

    /** Answers those who wait, if the database can, and ends. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        boolean interrupted = false;
        while (flusher.isAlive()) {
            try {
                flusher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Waiting<Q, A>(Q question, CompletableFuture<A> answer) {}
}
