package dev.punctual.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does something for all of a list, a few at a time. */
final class InParallel {

    private InParallel() {}

    /** What is done for one. */
    @FunctionalInterface
    interface Step<T> {
        void take(T item) throws Exception;
    }

    /**
     * Returns when all are done.
     *
     * @param threads how many at a time
     * @throws ExecutionException with the first failure, after all others have ended
     */
    static <T> void each(int threads, List<T> items, Step<T> step) throws InterruptedException, ExecutionException {
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (T item : items) {
                done.add(executor.submit(() -> {
                    step.take(item);
                    return null;
                }));
            }
        }
        for (Future<?> one : done) {
            one.get();
        }
    }

    /** Cuts a list into parts of at most this size. */
    static <T> List<List<T>> parts(List<T> all, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return parts;
    }
}
