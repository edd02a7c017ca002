package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.Claim.Refusal;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the planner is told of a task, and which attempts may start. */
class ClaimTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aDueTaskIsAllThatThePlannerMustKnow() {
        Instant anchor = book.now().minusSeconds(90);
        TaskId id =
                book.create("due", new IntervalSchedule(ofMinutes(1), anchor)).id();
        book.turnBack(id, anchor.plusSeconds(60));
        DueTask before = book.due(id);
        assertThat(before.state()).isEqualTo(TaskState.ACTIVE);
        assertThat(before.next()).isEqualTo(NextFire.at(anchor.plusSeconds(60)));
        assertThat(before.open()).isEmpty();
        assertThat(before.last()).isNull();

        ClaimRequest claimed = book.claim(id);
        Fire manual = book.tasks().trigger(id, "ann");
        DueTask after = book.due(id);
        assertThat(after.open())
                .extracting(DueTask.OpenFire::id, DueTask.OpenFire::state, DueTask.OpenFire::attempt)
                .containsExactly(
                        tuple(claimed.start().fire(), FireState.RUNNING, 1), tuple(manual.id(), FireState.PENDING, 0));
        assertThat(after.open().get(1).dueAt()).isEqualTo(manual.scheduledFor());
        assertThat(after.open().get(0).dueAt()).isNull();
        assertThat(after.last()).isNotNull();
        assertThat(book.fires().due(TestBook.id("nobody"))).isEmpty();
    }

    @Test
    void aClaimWritesTheFireAndMovesTheScheduleOn() {
        Instant anchor = book.now().minusSeconds(90);
        TaskId id = book.create("claimed", new IntervalSchedule(ofMinutes(1), anchor))
                .id();
        book.turnBack(id, anchor.plusSeconds(60));
        DueTask due = book.due(id);
        ClaimRequest request = book.request(due);
        Claim claim = book.fires().claim(request);

        assertThat(claim).isInstanceOf(Claim.Claimed.class);
        Fire fire = book.fire(request.start().fire());
        assertThat(fire.state()).isEqualTo(FireState.RUNNING);
        assertThat(fire.attempt()).isEqualTo(1);
        assertThat(fire.worker()).isEqualTo("worker-1");
        assertThat(fire.trigger()).isEqualTo(Trigger.SCHEDULE);
        assertThat(fire.claimedAt()).isEqualTo(((Claim.Claimed) claim).at());
        assertThat(fire.scheduledFor()).isEqualTo(anchor.plusSeconds(60));
        DueTask after = book.due(id);
        assertThat(after.position()).isEqualTo(due.position() + 1);
        assertThat(after.version()).isEqualTo(due.version());
        assertThat(after.next()).isEqualTo(NextFire.at(anchor.plusSeconds(120)));
        assertThat(book.task(id).lastFire()).isEqualTo(new Task.LastFire(fire.scheduledFor(), FireState.RUNNING));
    }

    @Test
    void theSameTokenGetsTheSameAnswerAgain() {
        TaskId id = book.create("again", book.pastOnce()).id();
        ClaimRequest request = book.request(book.due(id));
        Claim first = book.fires().claim(request);
        assertThat(book.fires().claim(request)).isEqualTo(first);
        book.tasks().cancel(id, null, "ann");
        assertThat(book.fires().claim(request)).isEqualTo(first);
        assertThat(book.column(id, "position", Long.class)).isEqualTo(1L);
    }

    @Test
    void theSameTokenIsKnownEvenWhenTheFirstAnswerIsStillOnItsWay() throws Exception {
        TaskId id = book.create("again-at-once", book.pastOnce()).id();
        ClaimRequest request = book.request(book.due(id));
        Claims claims = new Claims(book.jdbc(), book.clock());
        CompletableFuture<Claim> second = new CompletableFuture<>();
        Claim first = book.transactions().execute(status -> {
            Claim claim = claims.decide(List.of(request)).getFirst();
            // the first transaction has not committed: the second one waits for its lock
            second.completeAsync(() -> claims.decide(List.of(request)).getFirst());
            book.awaitLockWait();
            return claim;
        });
        assertThat(first).isInstanceOf(Claim.Claimed.class);
        assertThat(second.get()).isEqualTo(first);
    }

    @Test
    void anInstantThatHasNotComeByTheDatabasesClockIsRefusedWhateverTheWorkersClockSays() {
        TaskId id = book.create("early", book.everyMinute()).id();
        book.clock().read(book.now().plusSeconds(3600));
        ClaimRequest request = book.request(book.due(id));
        Claim claim = book.fires().claim(request);
        assertRefused(claim, Refusal.TOO_EARLY);
        // and the worker's idea of the database's clock is put right
        assertThat(book.clock().instant()).isBefore(book.now());
        assertThat(book.firesOf(id)).isEmpty();
        assertThat(book.column(id, "position", Long.class)).isZero();
    }

    @Test
    void aTaskThatIsPausedOrCancelledIsNotActive() {
        TaskId paused = book.create("claim-paused", book.pastOnce()).id();
        DueTask before = book.due(paused);
        book.tasks().pause(paused, null, null, null, "ann");
        assertRefused(book.fires().claim(book.request(before)), Refusal.NOT_ACTIVE);
        TaskId cancelled = book.create("claim-cancelled", book.pastOnce()).id();
        DueTask alive = book.due(cancelled);
        book.tasks().cancel(cancelled, null, "ann");
        assertRefused(book.fires().claim(book.request(alive)), Refusal.NOT_ACTIVE);
        assertThat(book.firesOf(paused)).isEmpty();
        assertThat(book.firesOf(cancelled)).isEmpty();
    }

    @Test
    void aPlanFromAnOlderVersionOrPositionIsSuperseded() {
        TaskId id = book.create("superseded", book.pastOnce()).id();
        DueTask old = book.due(id);
        book.tasks().reschedule(id, book.now(), null, "ann");
        assertRefused(book.fires().claim(book.request(old)), Refusal.SUPERSEDED);

        Instant anchor = book.now().minusSeconds(90);
        TaskId passed = book.create("passed", new IntervalSchedule(ofMinutes(1), anchor))
                .id();
        book.turnBack(passed, anchor.plusSeconds(60));
        DueTask read = book.due(passed);
        assertThat(book.fires().passOver(read, new Plan.PassOver(List.of(), read.next())))
                .isTrue();
        assertRefused(book.fires().claim(book.request(read)), Refusal.SUPERSEDED);
    }

    @Test
    void anInstantThatHasItsFireIsNotFiredAgainAndTheScheduleGoesOn() {
        Instant anchor = book.now().minusSeconds(90);
        TaskId id =
                book.create("twice", new IntervalSchedule(ofMinutes(1), anchor)).id();
        book.turnBack(id, anchor.plusSeconds(60));
        ClaimRequest claimed = book.claim(id);
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        Fire before = book.fire(claimed.start().fire());
        book.turnBack(id, anchor.plusSeconds(60));
        DueTask due = book.due(id);
        Plan.Start again = new Plan.Start(
                claimed.start().fire(),
                claimed.start().scheduledFor(),
                Trigger.SCHEDULE,
                1,
                claimed.start().at(),
                claimed.start().next(),
                claimed.start().route());
        Claim claim = book.fires().claim(new ClaimRequest(due, again, "worker-2", UUID.randomUUID()));
        assertRefused(claim, Refusal.ALREADY_CLAIMED);
        assertThat(book.fire(claimed.start().fire())).isEqualTo(before);
        assertThat(book.due(id).next()).isEqualTo(NextFire.at(anchor.plusSeconds(120)));
    }

    @Test
    void aRetryIsClaimedAsTheNextAttemptOfTheSameFire() {
        TaskId id = book.create("retried", book.pastOnce()).id();
        ClaimRequest first = book.claim(id);
        Outcome failed = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires().finish(book.finish(first, failed, new Verdict.Retry(book.now())));
        Fire between = book.fire(first.start().fire());
        ClaimRequest second = book.claim(id);
        assertThat(second.start().fire()).isEqualTo(first.start().fire());
        assertThat(second.start().attempt()).isEqualTo(2);
        Fire fire = book.fire(first.start().fire());
        assertThat(fire.state()).isEqualTo(FireState.RUNNING);
        assertThat(fire.attempt()).isEqualTo(2);
        assertThat(fire.error()).isNull();
        assertThat(fire.dueAt()).isNull();
        assertThat(fire.claimedAt()).isEqualTo(between.claimedAt());
        assertThat(fire.startedAt()).isEqualTo(between.startedAt());
    }

    @Test
    void aRetryIsNotStartedBeforeItsTime() {
        TaskId id = book.create("retried-later", book.pastOnce()).id();
        ClaimRequest first = book.claim(id);
        Outcome failed = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires()
                .finish(book.finish(first, failed, new Verdict.Retry(book.now().plus(Duration.ofMinutes(1)))));
        assertRefused(book.fires().claim(book.request(book.due(id))), Refusal.TOO_EARLY);
    }

    @Test
    void aManualFireStartsAlsoWhileTheTaskRestsAndAfterItsCompletion() {
        TaskId paused = book.create("manual-paused", book.everyMinute()).id();
        book.tasks().pause(paused, null, null, null, "ann");
        Fire fire = book.tasks().trigger(paused, "ann");
        ClaimRequest claimed = book.claim(paused);
        assertThat(claimed.start().fire()).isEqualTo(fire.id());
        assertThat(book.fire(fire.id()).state()).isEqualTo(FireState.RUNNING);
        assertThat(book.task(paused).state()).isEqualTo(TaskState.PAUSED);
        assertThat(book.due(paused).next()).isNotNull();

        TaskId completed = book.create("manual-completed", book.pastOnce()).id();
        book.fires().finish(book.finish(book.claim(completed), new Outcome.Succeeded(null)));
        assertThat(book.task(completed).state()).isEqualTo(TaskState.COMPLETED);
        Fire late = book.tasks().trigger(completed, "ann");
        ClaimRequest started = book.claim(completed);
        assertThat(started.start().fire()).isEqualTo(late.id());
        assertThat(book.fires().finish(book.finish(started, new Outcome.Succeeded(null))))
                .isTrue();
        assertThat(book.fire(late.id()).state()).isEqualTo(FireState.SUCCEEDED);
    }

    @Test
    void aManualFireOfACompletedTaskIsRetriedToItsEnd() {
        TaskId id = book.create("manual-retried", book.pastOnce()).id();
        book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        Fire manual = book.tasks().trigger(id, "ann");
        Outcome failed = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires().finish(book.finish(book.claim(id), failed, new Verdict.Retry(book.now())));
        ClaimRequest second = book.claim(id);
        assertThat(second.start().fire()).isEqualTo(manual.id());
        assertThat(second.start().attempt()).isEqualTo(2);
    }

    private static void assertRefused(Claim claim, Refusal refusal) {
        assertThat(claim).isInstanceOf(Claim.Refused.class);
        assertThat(((Claim.Refused) claim).refusal()).isEqualTo(refusal);
    }
}
