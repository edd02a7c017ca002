package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.Backfill.Extent;
import dev.punctual.book.Backfill.Range;
import dev.punctual.book.Backfill.State;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Past instants of a schedule are run when a user asks for them: all of them, once, no faster than was asked. */
class BackfillTests {
    private static final String ACTOR = "tester";

    private static TestBook book;
    private static JdbcBackfillBook backfills;

    @BeforeAll
    static void open() {
        book = TestBook.open();
        backfills = new JdbcBackfillBook(book.jdbc(), book.transactions(), book.tasks(), book.committed()::add);
    }

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void saysWhatARangeHoldsAndChangesNothing() {
        TaskId task = hourly("extent");
        Instant to = hour();

        Extent extent = backfills.extent(task, range(to.minus(10, ChronoUnit.HOURS), to, 60, false));

        assertThat(extent).isEqualTo(new Extent(10, to.minus(10, ChronoUnit.HOURS), to.minus(1, ChronoUnit.HOURS)));
        assertThat(book.firesOf(task)).isEmpty();
        assertThat(backfills.list(TaskId.DEFAULT_NAMESPACE, "extent", null, 10)).isEmpty();
    }

    @Test
    void runsEveryInstantOfTheRangeOnceOldestFirstAndIsThenDone() {
        TaskId task = hourly("all");
        Instant to = hour();
        Backfill begun = backfills.start("all-1", task, range(to.minus(7, ChronoUnit.HOURS), to, 6_000, false), ACTOR);
        assertThat(begun.state()).isEqualTo(State.RUNNING);
        assertThat(begun.instants()).isEqualTo(7);

        List<Instant> ran = runAll(task, "all-1");

        assertThat(ran)
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 7)
                        .mapToObj(i -> to.minus(8 - i, ChronoUnit.HOURS))
                        .toList());
        Backfill done = backfills.find(TaskId.DEFAULT_NAMESPACE, "all-1").orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.entered()).isEqualTo(7);
        assertThat(done.endedAt()).isNotNull();
        assertThat(backfills.fires(done)).isEqualTo(Map.of(FireState.SUCCEEDED, 7L));
        // a backfilled instant was past when it was asked for
        assertThat(book.firesOf(task)).extracting(Fire::lateness).containsOnlyNulls();
    }

    @Test
    void goesNoFasterThanItsRate() {
        TaskId task = hourly("slow");
        Instant to = hour();
        backfills.start("slow-1", task, range(to.minus(30, ChronoUnit.HOURS), to, 1, false), ACTOR);

        backfills.advance(100);
        backfills.advance(100);

        assertThat(book.firesOf(task)).hasSize(1);
        // as if two minutes had passed
        book.jdbc()
                .sql("update backfill set next_at = next_at - interval '2 minutes' where id = 'slow-1'")
                .update();
        backfills.advance(100);
        assertThat(book.firesOf(task)).hasSize(3);
    }

    @Test
    void doesNotBuryATaskUnderItsPast() {
        TaskId task = hourly("slow-action");
        Instant to = hour();
        backfills.start("flood", task, range(to.minus(500, ChronoUnit.HOURS), to, 6_000, false), ACTOR);
        book.jdbc()
                .sql("update backfill set next_at = next_at - interval '1 hour' where id = 'flood'")
                .update();

        backfills.advance(100);

        assertThat(book.firesOf(task)).hasSize(BackfillSteps.ROOM);
    }

    @Test
    void leavesOutWhatHasSucceededUnlessItIsToRunAgain() {
        Schedule schedule = new IntervalSchedule(Duration.ofHours(1), Instant.EPOCH);
        TaskId task = book.create(
                        "partly",
                        TestBook.spec(schedule).toBuilder()
                                .catchUp(new CatchUp(CatchUpPolicy.ALL, Duration.ofDays(1)))
                                .build())
                .id();
        Instant to = hour();
        Instant ranAlready = to.minus(2, ChronoUnit.HOURS);
        book.turnBack(task, ranAlready);
        ClaimRequest claimed = book.claim(task);
        assertThat(claimed.start().scheduledFor()).isEqualTo(ranAlready);
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(Map.of())));
        // the instant after it was missed, and is not caught up with
        book.turnBack(task, to.plus(1, ChronoUnit.HOURS));
        Instant from = to.minus(3, ChronoUnit.HOURS);

        backfills.start("missing-only", task, range(from, to, 6_000, false), ACTOR);
        assertThat(runAll(task, "missing-only")).containsExactly(from, to.minus(1, ChronoUnit.HOURS));
        assertThat(backfills
                        .find(TaskId.DEFAULT_NAMESPACE, "missing-only")
                        .orElseThrow()
                        .leftOut())
                .isEqualTo(1);

        backfills.start("again", task, range(from, to, 6_000, true), ACTOR);
        // what a backfill has run before has its fire, and a fire's final state never changes
        assertThat(runAll(task, "again")).containsExactly(ranAlready);
    }

    @Test
    void twoProcessesMakeNoFireTwice() throws Exception {
        TaskId task = hourly("raced");
        Instant to = hour();
        backfills.start("raced-1", task, range(to.minus(40, ChronoUnit.HOURS), to, 6_000, false), ACTOR);
        book.jdbc()
                .sql("update backfill set next_at = next_at - interval '1 hour' where id = 'raced-1'")
                .update();
        JdbcBackfillBook other =
                new JdbcBackfillBook(book.jdbc(), book.transactions(), book.tasks(), book.committed()::add);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> made = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                JdbcBackfillBook one = i % 2 == 0 ? backfills : other;
                made.add(threads.submit(() -> one.advance(20)));
            }
            int total = 0;
            for (Future<Integer> part : made) {
                total += part.get();
            }
            assertThat(total).isEqualTo(40);
        }
        assertThat(book.firesOf(task)).hasSize(40);
        assertThat(book.deadlocks()).isZero();
    }

    @Test
    void pausesResumesAndCancels() {
        TaskId task = hourly("handled");
        Instant to = hour();
        backfills.start("handled-1", task, range(to.minus(30, ChronoUnit.HOURS), to, 1, false), ACTOR);
        backfills.advance(10);

        assertThat(backfills.pause(TaskId.DEFAULT_NAMESPACE, "handled-1", ACTOR).state())
                .isEqualTo(State.PAUSED);
        book.jdbc()
                .sql("update backfill set next_at = next_at - interval '1 hour' where id = 'handled-1'")
                .update();
        backfills.advance(10);
        assertThat(book.firesOf(task)).hasSize(1);

        assertThat(backfills
                        .resume(TaskId.DEFAULT_NAMESPACE, "handled-1", ACTOR)
                        .state())
                .isEqualTo(State.RUNNING);
        backfills.advance(10);
        assertThat(book.firesOf(task)).hasSize(2);

        assertThat(backfills
                        .cancel(TaskId.DEFAULT_NAMESPACE, "handled-1", ACTOR)
                        .state())
                .isEqualTo(State.CANCELLED);
        assertThat(book.firesOf(task)).extracting(Fire::state).containsOnly(FireState.CANCELLED);
        assertThatThrownBy(() -> backfills.resume(TaskId.DEFAULT_NAMESPACE, "handled-1", ACTOR))
                .isInstanceOf(BackfillRefusal.WrongState.class)
                .hasMessageContaining("CANCELLED");
    }

    @Test
    void endsWithItsTask() {
        TaskId task = hourly("ended");
        Instant to = hour();
        backfills.start("ended-1", task, range(to.minus(30, ChronoUnit.HOURS), to, 60, false), ACTOR);
        book.tasks().cancel(task, null, ACTOR);

        backfills.advance(10);

        assertThat(backfills
                        .find(TaskId.DEFAULT_NAMESPACE, "ended-1")
                        .orElseThrow()
                        .state())
                .isEqualTo(State.CANCELLED);
        assertThat(book.task(task).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(book.firesOf(task)).isEmpty();
    }

    @Test
    void beginsOnceUnderOneName() {
        TaskId task = hourly("repeated");
        Instant to = hour();
        Range range = range(to.minus(30, ChronoUnit.HOURS), to, 60, false);

        Backfill first = backfills.start("same", task, range, ACTOR);

        assertThat(backfills.start("same", task, range, ACTOR)).isEqualTo(first);
        assertThat(backfills.list(TaskId.DEFAULT_NAMESPACE, "repeated", null, 10))
                .containsExactly(first);
    }

    @Test
    void refusesMoreInstantsThanItMayHaveAndNamesAShorterRange() {
        TaskId task = book.create("every-second", new IntervalSchedule(Duration.ofSeconds(1), Instant.EPOCH))
                .id();
        Instant to = hour();

        assertThatThrownBy(() -> backfills.extent(task, range(to.minus(60, ChronoUnit.DAYS), to, 60, false)))
                .isInstanceOf(TaskRefusal.Invalid.class)
                .hasMessageContaining("more than 100000 instants")
                .hasMessageContaining("up to ");
    }

    private static List<Instant> runAll(TaskId task, String id) {
        List<Instant> ran = new ArrayList<>();
        for (int rounds = 0; rounds < 200; rounds++) {
            book.jdbc()
                    .sql("update backfill set next_at = next_at - interval '1 minute' where id = :id")
                    .param("id", id)
                    .update();
            backfills.advance(10);
            if (backfills
                    .find(TaskId.DEFAULT_NAMESPACE, id)
                    .orElseThrow()
                    .state()
                    .isFinal()) {
                return ran;
            }
            while (book.due(task).open().stream().anyMatch(fire -> fire.trigger() == Trigger.BACKFILL)) {
                ClaimRequest claimed = book.claim(task);
                ran.add(claimed.start().scheduledFor());
                book.fires().finish(book.finish(claimed, new Outcome.Succeeded(Map.of())));
            }
        }
        throw new AssertionError("the backfill does not end: " + ran);
    }

    private static Range range(Instant from, Instant to, int rate, boolean rerun) {
        return new Range(from, to, rate, rerun);
    }

    private static Instant hour() {
        return book.now().truncatedTo(ChronoUnit.HOURS);
    }

    /** Due next at the hour to come. */
    private static TaskId hourly(String id) {
        Schedule schedule = new IntervalSchedule(Duration.ofHours(1), Instant.EPOCH);
        return book.create(id, schedule).id();
    }
}
