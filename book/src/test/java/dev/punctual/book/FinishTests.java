package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How attempts end, and what follows for their task. */
class FinishTests {
    private static final TestBook book = TestBook.open();
    private static final FireError ERROR = new FireError("HTTP_STATUS", "503; the server is busy");

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void everyOutcomeEndsTheFireInItsState() {
        assertThat(ended("ok", new Outcome.Succeeded(Map.of("status", 200))).state())
                .isEqualTo(FireState.SUCCEEDED);
        assertThat(ended("failed", new Outcome.Failed(ERROR, Map.of("status", 503), false))
                        .state())
                .isEqualTo(FireState.FAILED);
        assertThat(ended("cancelled", new Outcome.Cancelled(ERROR)).state()).isEqualTo(FireState.CANCELLED);
        Fire timedOut = ended("timeout", new Outcome.TimedOut(ERROR), FireState.TIMED_OUT);
        assertThat(timedOut.state()).isEqualTo(FireState.TIMED_OUT);
        assertThat(timedOut.error()).isEqualTo(ERROR);
        assertThat(timedOut.lateness()).isPositive();
        assertThat(ended("lost", new Outcome.Lost(ERROR), FireState.LOST).state())
                .isEqualTo(FireState.LOST);
    }

    @Test
    void theOutcomeIsKeptAsItWasGiven() {
        Fire fire = ended("result", new Outcome.Failed(ERROR, Map.of("status", 503, "body", "ü\"}"), false));
        assertThat(fire.outcome()).isEqualTo(Map.of("status", 503, "body", "ü\"}"));
        assertThat(fire.error()).isEqualTo(ERROR);
        assertThat(fire.dueAt()).isNull();
    }

    @Test
    void anAttemptThatIsFollowedByAnotherGetsARowOfItsOwn() {
        TaskId id = book.create("attempts", book.pastOnce()).id();
        ClaimRequest first = book.claim(id);
        Instant at = book.now();
        assertThat(book.fires()
                        .finish(book.finish(first, new Outcome.Failed(ERROR, null, true), new Verdict.Retry(at))))
                .isTrue();
        Fire waiting = book.fire(first.start().fire());
        assertThat(waiting.state()).isEqualTo(FireState.RETRYING);
        assertThat(waiting.dueAt()).isEqualTo(at);
        assertThat(waiting.finishedAt()).isNull();
        assertThat(waiting.error()).isEqualTo(ERROR);
        assertThat(book.task(id).state()).isEqualTo(TaskState.ACTIVE);

        ClaimRequest second = book.claim(id);
        assertThat(book.ledger().attempts(book.fire(first.start().fire())))
                .extracting(Attempt::number, Attempt::state)
                .containsExactly(tuple(1, FireState.FAILED), tuple(2, FireState.RUNNING));
        book.fires().finish(book.finish(second, new Outcome.Succeeded(null)));
        Fire done = book.fire(first.start().fire());
        assertThat(done.state()).isEqualTo(FireState.SUCCEEDED);
        assertThat(done.error()).isNull();
        List<Attempt> attempts = book.ledger().attempts(done);
        assertThat(attempts).extracting(Attempt::state).containsExactly(FireState.FAILED, FireState.SUCCEEDED);
        assertThat(attempts.get(1).claimedAt()).isAfter(attempts.get(0).claimedAt());
        assertThat(attempts.get(0).error()).isEqualTo(ERROR);
        assertThat(book.task(id).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void theOnlyAttemptStandsInTheFireItself() {
        Fire fire = ended("single", new Outcome.Succeeded(null));
        assertThat(book.jdbc()
                        .sql("select count(*) from attempt where fire = :fire")
                        .param("fire", fire.id().value())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(book.ledger().attempts(fire))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(FireState.SUCCEEDED));
    }

    @Test
    void aRepeatedFinishIsAcceptedAndChangesNothing() {
        TaskId id = book.create("repeated", book.pastOnce()).id();
        Finish finish = book.finish(book.claim(id), new Outcome.Succeeded(Map.of("n", 1)));
        assertThat(book.fires().finish(finish)).isTrue();
        Fire fire = book.fire(finish.fire());
        assertThat(book.fires().finish(finish)).isTrue();
        Finish other = new Finish(
                id,
                finish.fire(),
                1,
                finish.token(),
                book.now(),
                new Outcome.Failed(ERROR, null, false),
                new Verdict.Final(FireState.FAILED),
                false);
        book.fires().finish(other);
        assertThat(book.fire(finish.fire())).isEqualTo(fire);
    }

    @Test
    void anAttemptDeclaredLostIsNoLongerItsWorkers() {
        TaskId id = book.create("late", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(id);
        Finish lost = book.finish(claimed, new Outcome.Lost(ERROR), new Verdict.Retry(book.now()));
        assertThat(book.fires().finish(lost)).isTrue();
        Finish late = book.finish(claimed, new Outcome.Succeeded(null));
        assertThat(book.fires().finish(late)).isFalse();
        ClaimRequest second = book.claim(id);
        assertThat(book.fires().finish(late)).isFalse();
        assertThat(book.fire(claimed.start().fire()).state()).isEqualTo(FireState.RUNNING);
        assertThat(book.fires().finish(book.finish(second, new Outcome.Succeeded(null))))
                .isTrue();
    }

    @Test
    void aFinishThatWaitsForADeclarationOfLossIsRefused() {
        TaskId id = book.create("late-at-once", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(id);
        Finish lost = book.finish(claimed, new Outcome.Lost(ERROR), new Verdict.Retry(book.now()));
        Finish late = book.finish(claimed, new Outcome.Succeeded(null));
        assertThat(whileUncommitted(lost, late)).isFalse();
        assertThat(book.fire(claimed.start().fire()).state()).isEqualTo(FireState.RETRYING);
    }

    @Test
    void aRepeatedFinishThatWaitsForTheFirstIsAccepted() {
        TaskId id = book.create("repeated-at-once", book.pastOnce()).id();
        Finish finish = book.finish(book.claim(id), new Outcome.Succeeded(null));
        assertThat(whileUncommitted(finish, finish)).isTrue();
    }

    @Test
    void noRetryOutlivesACancelThatCameBeforeIt() {
        TaskId id = book.create("cancel-retry", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(id);
        book.tasks().cancel(id, null, "ann");
        Finish retry = book.finish(claimed, new Outcome.Failed(ERROR, null, true), new Verdict.Retry(book.now()));
        assertThat(book.fires().finish(retry)).isTrue();
        Fire fire = book.fire(claimed.start().fire());
        assertThat(fire.state()).isEqualTo(FireState.CANCELLED);
        assertThat(fire.finishedAt()).isNotNull();
        assertThat(fire.dueAt()).isNull();
        assertThat(book.due(id).open()).isEmpty();
    }

    @Test
    void aTaskIsCompletedByItsLastFireAndNoEarlier() {
        Instant anchor = book.now().minusSeconds(90);
        TaskId recurring = book.create("goes-on", new IntervalSchedule(ofMinutes(1), anchor))
                .id();
        book.turnBack(recurring, anchor.plusSeconds(60));
        book.fires().finish(book.finish(book.claim(recurring), new Outcome.Succeeded(null)));
        assertThat(book.task(recurring).state()).isEqualTo(TaskState.ACTIVE);

        TaskId open = book.create("still-open", book.pastOnce()).id();
        ClaimRequest last = book.claim(open);
        Fire manual = book.tasks().trigger(open, "ann");
        book.fires().finish(book.finish(last, new Outcome.Succeeded(null)));
        assertThat(book.task(open).state()).isEqualTo(TaskState.ACTIVE);
        ClaimRequest second = book.claim(open);
        assertThat(second.start().fire()).isEqualTo(manual.id());
        book.fires().finish(book.finish(second, new Outcome.Succeeded(null)));
        assertThat(book.task(open).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void passingOverIsDoneOnceAndOnlyToTheTaskAsItWasRead() {
        Instant first = book.now().minusSeconds(600);
        TaskId id = book.create("passed-over", new IntervalSchedule(ofMinutes(1), first))
                .id();
        book.turnBack(id, first);
        DueTask due = book.due(id);
        NextFire next = NextFire.at(first.plusSeconds(1200));
        Plan.PassOver passOver = new Plan.PassOver(
                List.of(
                        new Skip(first, first.plusSeconds(300), 6, SkipReason.OVERLAP, "ran"),
                        new Skip(first.plusSeconds(360), first.plusSeconds(360), 1, SkipReason.CATCH_UP, "missed")),
                next);
        assertThat(book.fires().passOver(due, passOver)).isTrue();
        assertThat(book.fires().passOver(due, passOver)).isFalse();
        assertThat(book.due(id).next()).isEqualTo(next);
        assertThat(book.due(id).position()).isEqualTo(due.position() + 1);
        List<Fire> fires = book.firesOf(id);
        assertThat(fires).hasSize(2).allMatch(fire -> fire.state() == FireState.SKIPPED);
        assertThat(fires.get(0).covers()).isEqualTo(6);
        assertThat(fires.get(0).coversUntil()).isEqualTo(first.plusSeconds(300));
        assertThat(fires.get(0).reason()).isEqualTo(SkipReason.OVERLAP);
        assertThat(fires.get(1).covers()).isEqualTo(1);
        assertThat(fires.get(1).coversUntil()).isEqualTo(first.plusSeconds(360));
        assertThat(fires.get(1).attempt()).isZero();
        assertThat(book.ledger().attempts(fires.get(1))).isEmpty();
    }

    @Test
    void aTaskWithoutFurtherFiresIsCompletedUnlessItHasChanged() {
        TaskId id = book.create("complete", book.pastOnce()).id();
        DueTask due = book.due(id);
        book.fires().complete(due);
        assertThat(book.task(id).state()).isEqualTo(TaskState.ACTIVE);
        book.fires().passOver(due, new Plan.PassOver(List.of(), null));
        book.fires().complete(due);
        assertThat(book.task(id).state()).isEqualTo(TaskState.ACTIVE);
        book.fires().complete(book.due(id));
        assertThat(book.task(id).state()).isEqualTo(TaskState.COMPLETED);
    }

    private static Fire ended(String name, Outcome outcome) {
        ClaimRequest claimed = book.claim(book.create(name, book.pastOnce()).id());
        assertThat(book.fires().finish(book.finish(claimed, outcome))).isTrue();
        return book.fire(claimed.start().fire());
    }

    private static Fire ended(String name, Outcome outcome, FireState state) {
        ClaimRequest claimed = book.claim(book.create(name, book.pastOnce()).id());
        assertThat(book.fires().finish(book.finish(claimed, outcome, new Verdict.Final(state))))
                .isTrue();
        return book.fire(claimed.start().fire());
    }

    /** The answer to a second finish that came while the first had not committed. */
    private static boolean whileUncommitted(Finish first, Finish second) {
        Finishes finishes = new Finishes(book.jdbc());
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        book.transactions().executeWithoutResult(status -> {
            assertThat(finishes.record(List.of(first))).containsExactly(true);
            answer.completeAsync(() -> finishes.record(List.of(second)).getFirst());
            book.awaitLockWait();
        });
        return answer.join();
    }
}
