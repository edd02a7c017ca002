package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tasks that are due so long after the end of their last run. */
class FixedDelayTests {
    private static final TestBook book = TestBook.open();
    private static final FireError ERROR = new FireError("HTTP_STATUS", "503; the server is busy");
    private static final Duration EVERY = Duration.ofMillis(90_500);

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void theEndOfARunPlansTheNextOne() {
        TaskId id = book.create("succeeded", schedule(EVERY)).id();
        ClaimRequest claimed = book.claim(id);
        assertThat(book.due(id).next()).isNull();
        Fire ended = end(claimed, new Outcome.Succeeded(null));
        assertPlanned(id, ended, EVERY);
        // a repeated finish moves nothing
        NextFire next = book.due(id).next();
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        assertThat(book.due(id).next()).isEqualTo(next);
    }

    @Test
    void aFailedOrLostRunPlansTheNextOneToo() {
        TaskId failed = book.create("failed", schedule(EVERY)).id();
        assertPlanned(failed, end(book.claim(failed), new Outcome.Failed(ERROR, null, false)), EVERY);
        TaskId lost = book.create("lost", schedule(EVERY)).id();
        ClaimRequest claimed = book.claim(lost);
        Outcome outcome = new Outcome.Lost(ERROR);
        book.fires().finish(book.finish(claimed, outcome, new Verdict.Final(FireState.LOST)));
        assertPlanned(lost, book.fire(claimed.start().fire()), EVERY);
    }

    @Test
    void aRunIsOverOnlyWithItsLastRetry() {
        TaskId id = book.create("retried", schedule(EVERY)).id();
        ClaimRequest first = book.claim(id);
        book.fires().finish(book.finish(first, new Outcome.Failed(ERROR, null, true), new Verdict.Retry(book.now())));
        assertThat(book.due(id).next()).isNull();
        assertPlanned(id, end(book.claim(id), new Outcome.Succeeded(null)), EVERY);
    }

    @Test
    void aChangeDuringTheRunIsFollowed() {
        TaskId changed = book.create("changed", schedule(EVERY)).id();
        ClaimRequest claimed = book.claim(changed);
        book.tasks().pause(changed, null, null, null, "ann");
        Fire ended = end(claimed, new Outcome.Succeeded(null));
        assertPlanned(changed, ended, EVERY);
        assertThat(book.task(changed).state()).isEqualTo(TaskState.PAUSED);

        TaskId cancelled = book.create("cancelled", schedule(EVERY)).id();
        ClaimRequest running = book.claim(cancelled);
        book.tasks().cancel(cancelled, null, "ann");
        end(running, new Outcome.Cancelled(ERROR));
        assertThat(book.due(cancelled).next()).isNull();
        assertThat(book.task(cancelled).state()).isEqualTo(TaskState.CANCELLED);

        TaskId replaced = book.create("replaced", schedule(EVERY)).id();
        ClaimRequest old = book.claim(replaced);
        book.tasks().replace(replaced, TestBook.spec(book.everyMinute()), null, "ann");
        NextFire next = book.due(replaced).next();
        end(old, new Outcome.Succeeded(null));
        assertThat(book.due(replaced).next()).isEqualTo(next);
    }

    @Test
    void whatNoFinishPlannedThePlannerPlans() {
        TaskId id = book.create("unplanned", schedule(EVERY)).id();
        ClaimRequest claimed = book.claim(id);
        Finish finish = book.finish(claimed, new Outcome.Succeeded(null));
        book.fires()
                .finish(new Finish(
                        id,
                        finish.fire(),
                        finish.attempt(),
                        finish.token(),
                        finish.startedAt(),
                        finish.outcome(),
                        new Verdict.Retry(book.now()),
                        true));
        ClaimRequest second = book.claim(id);
        end(second, new Outcome.Succeeded(null));
        book.jdbc()
                .sql("update task set next_fire_at = null, next_nominal_at = null where id = 'unplanned'")
                .update();
        DueTask due = book.due(id);
        Plan plan = FirePlanner.next(due, book.now());
        assertThat(plan).isInstanceOfSatisfying(Plan.PassOver.class, passOver -> {
            assertThat(book.fires().passOver(due, passOver)).isTrue();
        });
        assertPlanned(id, book.fire(second.start().fire()), EVERY);
    }

    @Test
    void oneWhoseAnchorIsPastIsDueAtOnce() {
        Instant before = book.now();
        TaskId id = book.create("at-once", schedule(EVERY)).id();
        assertThat(book.due(id).next())
                .satisfies(next -> assertThat(next.at()).isBetween(before.minusSeconds(1), book.now()));
        Instant later = before.plusSeconds(3_600);
        TaskId waits = book.create("waits", new IntervalSchedule(EVERY, later, IntervalMode.FIXED_DELAY))
                .id();
        assertThat(book.due(waits).next()).isEqualTo(NextFire.at(later));
    }

    private static Schedule schedule(Duration every) {
        return new IntervalSchedule(every, book.now().minusSeconds(5), IntervalMode.FIXED_DELAY);
    }

    private static Fire end(ClaimRequest claimed, Outcome outcome) {
        assertThat(book.fires().finish(book.finish(claimed, outcome))).isTrue();
        return book.fire(claimed.start().fire());
    }

    private static void assertPlanned(TaskId id, Fire ended, Duration every) {
        Instant finishedAt = Objects.requireNonNull(ended.finishedAt());
        assertThat(book.due(id).next()).isEqualTo(NextFire.at(finishedAt.plus(every)));
    }
}
