package dev.punctual.book;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine was told, and what it owes. */
class EngineBookTests {
    private static final Duration PATIENCE = ofSeconds(30);

    private static final TestBook book = TestBook.open();
    private static final JdbcEngineBook engine = book.engine();

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
    }

    @Test
    void aTaskIsBehindUntilTheEngineWasToldOfItsVersion() {
        Task later = book.create("later", new OneTimeSchedule(book.now().plusSeconds(100)));
        Task sooner = book.create("sooner", new OneTimeSchedule(book.now().plusSeconds(50)));
        assertThat(engine.behind(ofHours(1), PATIENCE, 10)).isEmpty();
        assertThat(engine.behind(ZERO, PATIENCE, 10)).containsExactly(sooner, later);
        assertThat(engine.behind(ZERO, PATIENCE, 10)).as("asked again too soon").isEmpty();
        engine.markTold(List.of(sooner, later));
        assertThat(book.task(sooner.id()).inSync()).isTrue();
        assertThat(engine.countBehind()).isZero();
        Task changed = book.tasks().pause(later.id(), null, null, null, "ann");
        assertThat(engine.countBehind()).isEqualTo(1);
        assertThat(engine.behind(ZERO, PATIENCE, 10)).containsExactly(changed);
    }

    @Test
    void aCancelledTaskIsDueSinceItWasCancelled() {
        Task tomorrow = book.create("tomorrow", new OneTimeSchedule(book.now().plusSeconds(86_400)));
        Task unwanted = book.create("unwanted", book.everyMinute());
        Task missed = book.create("missed", new OneTimeSchedule(book.now().minusSeconds(50)));
        Task cancelled = book.tasks().cancel(unwanted.id(), null, "ann");
        assertThat(engine.behind(ZERO, PATIENCE, 10)).containsExactly(missed, cancelled, tomorrow);
    }

    @Test
    void beingToldOfAnOlderVersionIsNotEnough() {
        Task first = book.create("outdated", book.everyMinute());
        book.tasks().reschedule(first.id(), book.now().plusSeconds(5), null, "ann");
        engine.markTold(List.of(first));
        assertThat(book.task(first.id()).engineVersion()).isEqualTo(1);
        assertThat(book.task(first.id()).inSync()).isFalse();
    }

    @Test
    void aTriggerThatCameInBetweenKeepsTheTaskBehind() {
        Task task = book.create("triggered", book.everyMinute());
        engine.markTold(List.of(task));
        book.tasks().trigger(task.id(), "ann");
        Task asked = engine.behind(ZERO, PATIENCE, 10).getFirst();
        assertThat(asked.inSync()).isFalse();
        // the engine may have looked before this one
        book.tasks().trigger(task.id(), "ann");
        engine.markTold(List.of(asked));
        assertThat(book.task(task.id()).inSync()).isFalse();
        Task again = engine.behind(ZERO, PATIENCE, 10).getFirst();
        engine.markTold(List.of(again));
        assertThat(book.task(task.id()).inSync()).isTrue();
    }

    @Test
    void anInstantThatPassedUnclaimedIsOverdue() {
        TaskId oldest = book.create("oldest", new OneTimeSchedule(book.now().minusSeconds(20)))
                .id();
        TaskId old = book.create("old", new OneTimeSchedule(book.now().minusSeconds(10)))
                .id();
        book.create("future", book.everyMinute());
        assertThat(engine.countOverdue(ofSeconds(2))).isEqualTo(2);
        assertThat(engine.overdue(ofSeconds(15), PATIENCE, 10)).containsExactly(oldest);
        assertThat(engine.overdue(ofSeconds(2), PATIENCE, 10)).containsExactly(old);
        assertThat(engine.overdue(ofSeconds(2), PATIENCE, 10)).isEmpty();
        assertThat(engine.overdue(ofSeconds(2), ZERO, 1)).containsExactly(oldest);
        assertThat(engine.overdue(ofSeconds(2), ZERO, 10)).containsExactly(oldest, old);
    }

    @Test
    void theLaterATaskIsTheLongerItIsLeftAloneBetweenRestarts() {
        TaskId late = book.create("late", new OneTimeSchedule(book.now().minusSeconds(40)))
                .id();
        TaskId later = book.create("later", new OneTimeSchedule(book.now().minusSeconds(3000)))
                .id();
        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10)).containsExactly(later, late);

        book.turnBackRescue(ofSeconds(15));
        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10))
                .as("after 15 s")
                .isEmpty();
        book.turnBackRescue(ofSeconds(20));
        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10))
                .as("after 35 s")
                .containsExactly(late);
        book.turnBackRescue(ofSeconds(30));
        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10))
                .as("after 65 s")
                .containsExactly(later, late);
    }

    @Test
    void aTaskThatAWorkerAttendsToIsNotOverdueForAWhile() {
        TaskId attended = book.create("attended", new OneTimeSchedule(book.now().minusSeconds(40)))
                .id();
        TaskId other = book.create("other", new OneTimeSchedule(book.now().minusSeconds(30)))
                .id();

        engine.attended(List.of(attended, TestBook.id("unknown")));

        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10)).containsExactly(other);
        book.turnBackRescue(ofSeconds(30));
        assertThat(engine.overdue(ofSeconds(2), ofSeconds(10), 10)).containsExactly(attended, other);
    }

    @Test
    void tellsHowFarTheOldestMissedInstantsReach() {
        for (int minutes = 1; minutes <= 4; minutes++) {
            book.create("missed-" + minutes, new OneTimeSchedule(book.now().minusSeconds(60L * minutes)));
        }
        book.create("late", new OneTimeSchedule(book.now().minusSeconds(3)));
        Instant third = book.task(TestBook.id("missed-2")).nextFireAt();
        assertThat(engine.missed(3)).isEqualTo(third);
        assertThat(engine.missed(5))
                .as("a fire that is late only was not missed")
                .isNull();

        book.claim(TestBook.id("missed-4"));
        assertThat(engine.missed(2)).as("what runs is waited for by nobody").isEqualTo(third);
        assertThat(engine.missed(4)).isNull();
    }

    @Test
    void aTaskThatRunsIsNotOverdue() {
        Instant first = book.now().minusSeconds(90);
        TaskSpec spec = TestBook.spec(new IntervalSchedule(ofSeconds(60), first)).toBuilder()
                .catchUp(new CatchUp(CatchUpPolicy.ALL, ofHours(1)))
                .build();
        TaskId id = book.create("runs", spec).id();
        book.turnBack(id, first);
        ClaimRequest claimed = book.claim(id);
        book.turnBack(id, first.plusSeconds(60));
        assertThat(engine.overdue(ofSeconds(2), ZERO, 10)).isEmpty();
        assertThat(engine.countOverdue(ofSeconds(2))).isZero();
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        assertThat(engine.overdue(ofSeconds(2), ZERO, 10)).containsExactly(id);
    }

    @Test
    void waitingAttemptsAndEndedPausesAreOverdueToo() {
        TaskId retried = book.create("retried", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(retried);
        Outcome failed = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires()
                .finish(book.finish(
                        claimed, failed, new Verdict.Retry(book.now().minusSeconds(10))));
        TaskId paused = book.create("paused", book.everyMinute()).id();
        book.tasks().pause(paused, null, book.now().minusSeconds(9), null, "ann");
        TaskId manual = book.create("manual", book.everyMinute()).id();
        book.tasks().pause(manual, null, null, null, "ann");
        book.tasks().trigger(manual, "ann");
        assertThat(engine.overdue(ofSeconds(5), ZERO, 10)).containsExactly(retried, paused);
        assertThat(engine.overdue(ZERO, ZERO, 10)).containsExactly(retried, paused, manual);
        book.tasks().pause(retried, null, null, null, "ann");
        assertThat(engine.overdue(ofSeconds(5), ZERO, 10)).containsExactly(paused);
        book.tasks().cancel(manual, null, "ann");
        book.tasks().cancel(paused, null, "ann");
        assertThat(engine.overdue(ZERO, ZERO, 10)).isEmpty();
    }

    @Test
    void theRetryOfACompletedTasksManualFireIsOverdueToo() {
        TaskId id = book.create("completed", book.pastOnce()).id();
        book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        book.tasks().trigger(id, "ann");
        Outcome failed = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires()
                .finish(book.finish(
                        book.claim(id), failed, new Verdict.Retry(book.now().minusSeconds(10))));
        assertThat(engine.overdue(ofSeconds(2), ZERO, 10)).containsExactly(id);
    }

    @Test
    void countsWhatIsDueInASecond() {
        Instant second = Instant.parse("2040-06-01T12:00:00Z");
        book.create("at-0", new OneTimeSchedule(second));
        book.create("at-999", new OneTimeSchedule(second.plusMillis(999)));
        TaskId paused = book.create("rests", new OneTimeSchedule(second)).id();
        book.tasks().pause(paused, null, null, null, "ann");
        book.create("next", new OneTimeSchedule(second.plusSeconds(1)));
        assertThat(engine.dueInSeconds(List.of(second, second.plusSeconds(1), second.plusSeconds(2))))
                .isEqualTo(Map.of(second, 2L, second.plusSeconds(1), 1L, second.plusSeconds(2), 0L));
        assertThat(engine.dueInSeconds(List.of())).isEmpty();
    }

    @Test
    void aNewEngineKnowsNothing() {
        Task told = book.create("told", book.everyMinute());
        Task ended = book.create("ended", book.everyMinute());
        book.tasks().cancel(ended.id(), null, "ann");
        engine.markTold(List.of(told, book.task(ended.id())));
        assertThat(engine.isNewEngine("a")).isTrue();
        assertThat(engine.countBehind()).isEqualTo(1);
        engine.markTold(List.of(book.task(told.id())));
        assertThat(engine.isNewEngine("a")).isFalse();
        assertThat(engine.countBehind()).isZero();
        assertThat(engine.isNewEngine("b")).isTrue();
        assertThat(book.task(told.id()).engineVersion()).isZero();
    }
}
