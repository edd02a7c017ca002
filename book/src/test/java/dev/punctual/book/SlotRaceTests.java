package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.ClaimRequest.Kind;
import dev.punctual.book.SlotBook.Admitted;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two processes with four threads each that dispatch, admit, perform, cancel and change fires of a few keys at once. */
class SlotRaceTests {
    private static final int FIRES = 200;
    private static final int KEYS = 5;
    private static final int THREADS = 8;

    private static final TestBook book = TestBook.open();

    /** Who is under way by what really happens, and not by the book's own count. */
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        book.close();
    }

    private static String key(int fire) {
        return "key-" + fire % KEYS;
    }

    private static int limit(String key) {
        return 1 + key.charAt(4) - '0';
    }

    @Test
    void noKeyHasMoreUnderWayThanItsLimitAndNoneIsLeft() throws Exception {
        Map<TaskId, String> tasks = new HashMap<>();
        for (int i = 0; i < FIRES; i++) {
            TaskId id = book.create("race-" + i, SlotTests.spec(key(i), limit(key(i)), 1 + i % 3, i % 50))
                    .id();
            tasks.put(id, key(i));
        }
        AtomicInteger next = new AtomicInteger();
        List<TaskId> order = List.copyOf(tasks.keySet());
        long deadlocks = book.deadlocks();
        List<Callable<Void>> threads = new ArrayList<>();
        List<SlotBook> processes = List.of(book.slots(), book.slots());
        for (int thread = 0; thread < THREADS; thread++) {
            SlotBook slots = processes.get(thread % 2);
            threads.add(() -> {
                for (int i = next.getAndIncrement(); i < FIRES; i = next.getAndIncrement()) {
                    TaskId id = order.get(i);
                    dispatch(id);
                    change(id, i % 10);
                    perform(slots, new SlotKey(TaskId.DEFAULT_NAMESPACE, Objects.requireNonNull(tasks.get(id))), tasks);
                }
                // as the duty does
                List<SlotKey> free = slots.withFreeSlots(100);
                while (!free.isEmpty()) {
                    free.forEach(key -> perform(slots, key, tasks));
                    free = slots.withFreeSlots(100);
                }
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> end : pool.invokeAll(threads)) {
                end.get();
            }
        }

        for (int key = 0; key < KEYS; key++) {
            assertThat(counter(most, key(key)).get()).as(key(key)).isBetween(1, limit(key(key)));
        }
        assertThat(tasks.keySet())
                .flatExtracting(book::firesOf)
                .extracting(Fire::state)
                .hasSize(FIRES)
                .containsOnly(FireState.SUCCEEDED, FireState.CANCELLED);
        assertThat(book.deadlocks()).isEqualTo(deadlocks);
    }

    private static void change(TaskId id, int kind) {
        try {
            if (kind == 3) {
                book.tasks().cancel(id, null, "tester");
            } else if (kind == 7) {
                book.tasks().pause(id, null, null, null, "tester");
            }
        } catch (TaskRefusal.WrongState e) {
            // its one fire may have been performed by another thread by now
            assertThat(e).hasMessageContaining("COMPLETED");
        }
    }

    private static void dispatch(TaskId id) {
        DueTask task = book.due(id);
        assertThat(book.fires().claim(new ClaimRequest(task, book.start(task), "w", UUID.randomUUID(), Kind.DISPATCH)))
                .isInstanceOf(Claim.Claimed.class);
    }

    private void perform(SlotBook slots, SlotKey key, Map<TaskId, String> tasks) {
        for (Admitted admitted : slots.admit(key)) {
            assertThat(tasks).containsEntry(admitted.task(), key.key());
            ClaimRequest attempt = SlotTests.attempt(book, admitted.task(), admitted.fire(), 1);
            if (book.fires().claim(attempt) instanceof Claim.Refused) {
                // cancelled since
                continue;
            }
            int now = counter(running, key.key()).incrementAndGet();
            counter(most, key.key()).accumulateAndGet(now, Math::max);
            // a while under way
            book.now();
            counter(running, key.key()).decrementAndGet();
            book.fires().finish(book.finish(attempt, new Outcome.Succeeded(null)));
        }
    }

    private static AtomicInteger counter(Map<String, AtomicInteger> counters, String key) {
        return counters.computeIfAbsent(key, k -> new AtomicInteger());
    }
}
