package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.TaskId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatcherTests {
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @Test
    void whoComesWhileTheDatabaseWorksSharesTheNextBatch() throws Exception {
        try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 40, n -> n, this::doubled, size -> {});
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> batcher.ask(0));
            await().until(() -> batches.size() == 1);
            List<Future<Integer>> others = askAll(threads, batcher, 1, 101);
            firstMayEnd.countDown();
            assertThat(first.get()).isZero();
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).get()).isEqualTo(2 * (i + 1));
            }
            assertThat(batches).hasSizeBetween(4, 20).allMatch(batch -> batch.size() <= 40);
        }
    }

    @Test
    void noKeyStandsTwiceInABatch() throws Exception {
        try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 500, n -> n % 10, this::doubled, size -> {});
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> batcher.ask(0));
            await().until(() -> batches.size() == 1);
            List<Future<Integer>> others = askAll(threads, batcher, 1, 100);
            firstMayEnd.countDown();
            first.get();
            for (Future<Integer> other : others) {
                other.get();
            }
            assertThat(batches).allSatisfy(batch -> {
                List<Integer> keys = batch.stream().map(n -> n % 10).toList();
                assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
            });
        }
    }

    @Test
    void aQuestionThatIsRejectedFailsAlone() throws Exception {
        firstMayEnd.countDown();
        try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 500, n -> n, this::unlessThirteen, size -> {});
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = askAll(threads, batcher, 0, 50);
            for (int i = 0; i < 50; i++) {
                Future<Integer> answer = all.get(i);
                if (i == 13) {
                    assertThatThrownBy(answer::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasRootCauseMessage("poison");
                } else {
                    assertThat(answer.get()).isEqualTo(2 * i);
                }
            }
        }
    }

    @Test
    void aFaultyAnswerReachesItsCallerInsteadOfEndingTheThread() {
        try (Batcher<Integer, Integer> batcher = new Batcher<>("test", 5, n -> n, questions -> List.of(), size -> {})) {
            assertThatThrownBy(() -> batcher.ask(1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> batcher.ask(2)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void anErrorOfTheVirtualMachineReachesItsCallerToo() {
        try (Batcher<Integer, Integer> batcher = new Batcher<>(
                "test",
                5,
                n -> n,
                questions -> {
                    throw new StackOverflowError("deep");
                },
                size -> {})) {
            assertThatThrownBy(() -> batcher.ask(1)).hasStackTraceContaining("deep");
            assertThatThrownBy(() -> batcher.ask(2)).hasStackTraceContaining("deep");
        }
    }

    @Test
    void aClosedOneAnswersThoseWhoWaitAndNobodyElse() {
        AtomicInteger asked = new AtomicInteger();
        Batcher<Integer, Integer> batcher = new Batcher<>(
                "test",
                5,
                n -> n,
                questions -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException(new SQLException("the database is away", "08006"));
                },
                size -> {});
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> waiting = threads.submit(() -> batcher.ask(1));
            await().until(() -> asked.get() > 1);
            batcher.close();
            assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(BookUnavailableException.class);
            assertThatThrownBy(() -> batcher.ask(2)).isInstanceOf(BookUnavailableException.class);
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheDatabaseDropsAllSessionsUnderLoad() throws Exception {
        int tasks = 600;
        try (TestBook book = TestBook.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger done = new AtomicInteger();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                String name = "dropped-" + i;
                all.add(threads.submit(() -> {
                    TaskId id = createThroughOutages(book, name);
                    DueTask due = book.fires().due(id).orElseThrow();
                    ClaimRequest request = TestBook.request(due, book.clock().instant());
                    assertThat(book.fires().claim(request)).isInstanceOf(Claim.Claimed.class);
                    assertThat(book.fires()
                                    .finish(book.finish(
                                            request,
                                            new Outcome.Succeeded(null),
                                            new Verdict.Final(FireState.SUCCEEDED))))
                            .isTrue();
                    done.incrementAndGet();
                }));
            }
            int cuts = 0;
            while (done.get() < tasks && all.stream().anyMatch(one -> !one.isDone())) {
                try (var connection = book.connect();
                        var statement = connection.createStatement()) {
                    statement.execute("""
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()
                            """);
                }
                cuts++;
                int before = done.get();
                // let some through, so that the load meets the cut at every stage
                await().until(() -> done.get() > before + 40 || all.stream().allMatch(Future::isDone));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(cuts).isPositive();
            // over a connection of its own: one of the pool's may not know yet that it was cut
            try (var connection = book.connect();
                    var statement = connection.createStatement();
                    var counts = statement.executeQuery("""
                            select count(*) filter (where state = 'SUCCEEDED' and attempt = 1), count(*) from fire
                            """)) {
                assertThat(counts.next()).isTrue();
                assertThat(counts.getLong(1)).isEqualTo(tasks);
                assertThat(counts.getLong(2)).isEqualTo(tasks);
            }
        }
    }

    /** A create whose first try committed without an answer finds its own task. */
    private static TaskId createThroughOutages(TestBook book, String name) {
        try {
            return book.create(name, TestBook.pastOnce(book.clock().instant())).id();
        } catch (TaskRefusal.Exists e) {
            return TestBook.id(name);
        }
    }

    private static List<Future<Integer>> askAll(
            ExecutorService threads, Batcher<Integer, Integer> batcher, int from, int to) {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int n = i;
            answers.add(threads.submit(() -> batcher.ask(n)));
        }
        return answers;
    }

    private List<Integer> doubled(List<Integer> questions) {
        batches.add(questions);
        try {
            firstMayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return questions.stream().map(n -> 2 * n).toList();
    }

    private List<Integer> unlessThirteen(List<Integer> questions) {
        if (questions.contains(13)) {
            throw new IllegalStateException("poison");
        }
        return doubled(questions);
    }
}
