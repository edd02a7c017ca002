package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What holds when many ask at once. */
class ClaimRaceTests {
    @Test
    void nothingStartsAfterACancelWasAcknowledged() throws Exception {
        try (TestBook book = TestBook.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int claimed = 0;
            for (int i = 0; i < 200; i++) {
                TaskId id = book.create("race-" + i, book.pastOnce()).id();
                DueTask due = book.due(id);
                ClaimRequest request = book.request(due);
                CountDownLatch both = new CountDownLatch(2);
                Future<Claim> claim = threads.submit(() -> {
                    meet(both);
                    return book.fires().claim(request);
                });
                Future<List<Fire>> cancel = threads.submit(() -> {
                    meet(both);
                    book.tasks().cancel(id, null, "ann");
                    // what is there now is all there will ever be
                    return book.firesOf(id);
                });
                List<Fire> atCancel = cancel.get();
                boolean won = claim.get() instanceof Claim.Claimed;
                claimed += won ? 1 : 0;
                assertThat(book.firesOf(id)).isEqualTo(atCancel).hasSize(won ? 1 : 0);
                assertThat(book.task(id).state()).isEqualTo(TaskState.CANCELLED);
            }
            assertThat(claimed).as("the race was a race").isBetween(1, 199);
            assertThat(book.deadlocks()).isZero();
        }
    }

    @Test
    void oneOfManyClaimsOfAnInstantIsGiven() throws Exception {
        try (TestBook book = TestBook.open();
                JdbcFireBook other = book.anotherFireBook();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                TaskId id = book.create("one-" + i, book.pastOnce()).id();
                DueTask due = book.due(id);
                List<Future<Claim>> claims = new ArrayList<>();
                for (int j = 0; j < 6; j++) {
                    ClaimRequest request = book.request(due);
                    JdbcFireBook asked = j % 2 == 0 ? book.fires() : other;
                    claims.add(threads.submit(() -> asked.claim(request)));
                }
                int given = 0;
                for (Future<Claim> claim : claims) {
                    given += claim.get() instanceof Claim.Claimed ? 1 : 0;
                }
                assertThat(given).isEqualTo(1);
            }
        }
    }

    @Test
    void twoClaimersLoseNoInstantAndDoubleNoneWhileUsersChangeTheTasks() throws Exception {
        int tasks = 200;
        int instantsEach = 50;
        try (TestBook book = TestBook.open();
                JdbcFireBook other = book.anotherFireBook()) {
            // the last of the past instants is a second ago; the next one is a day away
            Duration every = Duration.ofDays(1);
            Instant last = book.now().minusSeconds(1);
            Instant first = last.minus(every.multipliedBy(instantsEach - 1));
            TaskSpec spec = TestBook.spec(new IntervalSchedule(every, first)).toBuilder()
                    .retry(new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1), null))
                    .build()
                    .toBuilder()
                    .catchUp(new CatchUp(CatchUpPolicy.ALL, Duration.ofDays(1000)))
                    .build();
            List<TaskId> ids = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                ids.add(TestBook.id("t" + i));
            }
            book.tasks()
                    .createAll(
                            ids.stream()
                                    .map(id -> new TaskBook.NewTask(id, spec))
                                    .toList(),
                            "ann");
            ids.forEach(id -> book.turnBack(id, first));
            book.partitions().ensure(last);

            AtomicInteger starts = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Integer> user = threads.submit(() -> changeTasks(book, ids, done));
                List<Future<?>> claimers = new ArrayList<>();
                for (TaskId id : ids) {
                    claimers.add(threads.submit(() -> fireAll(book, book.fires(), id, starts)));
                    claimers.add(threads.submit(() -> fireAll(book, other, id, starts)));
                }
                try {
                    for (Future<?> claimer : claimers) {
                        claimer.get();
                    }
                } finally {
                    done.set(true);
                }
                assertThat(user.get()).isPositive();
            }
            for (TaskId id : ids) {
                List<Fire> fires = book.firesOf(id);
                assertThat(fires).hasSize(instantsEach).allMatch(fire -> fire.state() == FireState.SUCCEEDED);
                for (int i = 0; i < instantsEach; i++) {
                    assertThat(fires.get(i).scheduledFor()).isEqualTo(first.plus(every.multipliedBy(i)));
                }
            }
            // every attempt that a claimer was given is in the book, and no other
            int attempts = book.jdbc()
                    .sql("select sum(attempt) from fire")
                    .query(Integer.class)
                    .single();
            assertThat(starts.get()).isEqualTo(attempts).isGreaterThan(tasks * instantsEach);
            assertThat(book.deadlocks()).isZero();
        }
    }

    /** Fires the task until nothing is due; each tenth attempt or so fails and is tried again. */
    private static void fireAll(TestBook book, JdbcFireBook fires, TaskId id, AtomicInteger starts) {
        Random random = new Random(id.hashCode());
        while (true) {
            DueTask due = fires.due(id).orElseThrow();
            if (due.state() == TaskState.PAUSED) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            NextFire next = Objects.requireNonNull(due.next(), "the schedule goes on");
            if (due.open().isEmpty()) {
                if (next.at().isAfter(book.clock().instant())) {
                    return;
                }
                fire(book, fires, new ClaimRequest(due, scheduled(due, next), "w", UUID.randomUUID()), starts, random);
                continue;
            }
            OpenFire open = due.open().getFirst();
            Instant retryAt = open.dueAt();
            if (retryAt == null) {
                // the other claimer runs it
                LockSupport.parkNanos(1_000_000);
            } else {
                Plan.Start retry = new Plan.Start(
                        open.id(),
                        open.scheduledFor(),
                        open.trigger(),
                        open.attempt() + 1,
                        retryAt,
                        next,
                        Route.INLINE);
                fire(book, fires, new ClaimRequest(due, retry, "w", UUID.randomUUID()), starts, random);
            }
        }
    }

    private static Plan.Start scheduled(DueTask due, NextFire next) {
        NextFire after = due.spec()
                .schedule()
                .nextAfter(next.nominal())
                .map(NextFire::at)
                .orElse(null);
        return new Plan.Start(
                FireId.of(due.id(), next.at(), Trigger.SCHEDULE),
                next.at(),
                Trigger.SCHEDULE,
                1,
                next.at(),
                after,
                Route.INLINE);
    }

    private static void fire(
            TestBook book, JdbcFireBook fires, ClaimRequest request, AtomicInteger starts, Random random) {
        if (fires.claim(request) instanceof Claim.Claimed claimed) {
            starts.incrementAndGet();
            boolean fails = request.start().attempt() < 3 && random.nextInt(10) == 0;
            Outcome outcome =
                    fails ? new Outcome.Failed(new FireError("X", "x"), null, true) : new Outcome.Succeeded(null);
            assertThat(fires.finish(new FireBook.Finish(
                            request.task().id(),
                            request.start().fire(),
                            request.start().attempt(),
                            request.token(),
                            claimed.at(),
                            outcome,
                            FirePlanner.after(
                                    request.task().spec(),
                                    request.start().attempt(),
                                    claimed.at(),
                                    outcome,
                                    book.clock().instant()),
                            false)))
                    .isTrue();
        }
    }

    /** Pauses and resumes, and gives new definitions, until all is done. */
    private static int changeTasks(TestBook book, List<TaskId> ids, AtomicBoolean done) {
        Random random = new Random(1);
        int changes = 0;
        while (!done.get()) {
            TaskId id = ids.get(random.nextInt(ids.size()));
            if (random.nextBoolean()) {
                book.tasks().pause(id, null, null, null, "ann");
                book.tasks().resume(id, CatchUpPolicy.ALL, null, "ann");
            } else {
                book.tasks()
                        .replace(
                                id,
                                book.task(id).spec().toBuilder()
                                        .timeout(Duration.ofSeconds(changes + 1))
                                        .build(),
                                null,
                                "ann");
            }
            changes++;
        }
        return changes;
    }

    private static void meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
    }
}
