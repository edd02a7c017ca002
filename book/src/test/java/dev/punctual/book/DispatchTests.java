package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.ClaimRequest.Kind;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.Claim.Refusal;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Fires that get workflows of their own, in the book. */
class DispatchTests {
    private static final TestBook book = TestBook.open();
    private static final JdbcEngineBook engine = new JdbcEngineBook(book.jdbc(), book.transactions());

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aDispatchedFireWaitsForItsAttemptWhileTheTaskMovesOn() {
        Instant anchor = book.now().minusSeconds(1);
        TaskId id = create("moves-on", OverlapPolicy.ALLOW_ALL, anchor);
        ClaimRequest dispatched = dispatch(id);

        DueTask task = book.due(id);
        assertThat(task.next()).isEqualTo(NextFire.at(anchor.plusSeconds(60)));
        assertThat(task.open()).containsExactly(open(dispatched, FireState.PENDING, 0, Carrier.TO_HAND_OVER));
        assertThat(FirePlanner.next(task, book.now()))
                .isEqualTo(new Plan.HandOver(List.of(dispatched.start().fire())));

        book.fires().handedOver(List.of(dispatched.start().fire()));
        assertThat(book.due(id).open()).containsExactly(open(dispatched, FireState.PENDING, 0, Carrier.OWN_WORKFLOW));
        Fire fire = book.fire(dispatched.start().fire());
        assertThat(fire.state()).isEqualTo(FireState.PENDING);
        assertThat(fire.claimedAt()).isNull();
    }

    @Test
    void anInstantIsDispatchedOnce() {
        TaskId id = create("once", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(1));
        DueTask before = book.due(id);
        ClaimRequest dispatched = dispatch(id);

        Claim again = book.fires()
                .claim(new ClaimRequest(before, dispatched.start(), "other", UUID.randomUUID(), Kind.DISPATCH));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Claim.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.SUPERSEDED));
    }

    @Test
    void itsAttemptsAreClaimedHoweverFarTheTaskHasMovedOn() {
        Instant anchor = book.now().minusSeconds(1);
        TaskId id = create("attempts", OverlapPolicy.ALLOW_ALL, anchor);
        ClaimRequest dispatched = dispatch(id);
        book.turnBack(id, anchor);
        NextFire next = book.due(id).next();

        ClaimRequest first = attempt(id, dispatched.start().fire(), 1);
        assertThat(book.fires().claim(first)).isInstanceOf(Claim.Claimed.class);
        assertThat(book.fires().claim(attempt(id, dispatched.start().fire(), 1)))
                .isInstanceOfSatisfying(
                        Claim.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.ALREADY_CLAIMED));
        assertThat(book.due(id).next()).as("an attempt does not move the task").isEqualTo(next);
        assertThat(book.fire(dispatched.start().fire()).wokenAt())
                .as("who dispatched it was woken")
                .isEqualTo(dispatched.wokenAt());
        Outcome failure = new Outcome.Failed(new FireError("X", "x"), null, true);
        assertThat(book.fires().finish(book.finish(first, failure, new Verdict.Retry(book.now()))))
                .isTrue();

        ClaimRequest second = attempt(id, dispatched.start().fire(), 2);
        assertThat(book.fires().claim(second)).isInstanceOf(Claim.Claimed.class);
        assertThat(book.fires().finish(book.finish(second, new Outcome.Succeeded(null))))
                .isTrue();
        Fire fire = book.fire(dispatched.start().fire());
        assertThat(fire.state()).isEqualTo(FireState.SUCCEEDED);
        assertThat(fire.attempt()).isEqualTo(2);
        assertThat(book.fires().claim(attempt(id, dispatched.start().fire(), 3)))
                .as("a fire that has ended")
                .isInstanceOf(Claim.Refused.class);
    }

    @Test
    void aFireThatTheBookDoesNotKnowCannotBeAttempted() {
        TaskId id = create("unknown", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(1));
        FireId never = FireId.of(id, book.now().minusSeconds(30), Trigger.SCHEDULE);

        assertThat(book.fires().claim(attempt(id, never, 1))).isInstanceOf(Claim.Refused.class);
    }

    @Test
    void aCancelledTasksDispatchedFireIsNotStarted() {
        TaskId id = create("cancelled", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(1));
        ClaimRequest dispatched = dispatch(id);
        ClaimRequest late = attempt(id, dispatched.start().fire(), 1);
        book.tasks().cancel(id, null, "tester");

        assertThat(book.fires().claim(late)).isInstanceOf(Claim.Refused.class);
        assertThat(book.fire(dispatched.start().fire()).state()).isEqualTo(FireState.CANCELLED);
    }

    @Test
    void theTaskIsCompletedWithTheLastOfItsFires() {
        TaskSpec once = spec(OverlapPolicy.ALLOW_ALL, book.now()).toBuilder()
                .schedule(new OneTimeSchedule(book.now().minusSeconds(1)))
                .build();
        TaskId id = book.create("last", once).id();
        ClaimRequest dispatched = dispatch(id);
        assertThat(book.task(id).state()).isEqualTo(TaskState.ACTIVE);
        ClaimRequest attempt = attempt(id, dispatched.start().fire(), 1);
        book.fires().claim(attempt);
        book.fires().finish(book.finish(attempt, new Outcome.Succeeded(null)));

        assertThat(book.task(id).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void whatIsBufferedWaitsAsAFireOfItsOwn() {
        Instant anchor = book.now().minusSeconds(130);
        TaskId id = create("buffered", OverlapPolicy.BUFFER_ALL, anchor);
        DueTask task = book.due(id);
        Plan.PassOver line = new Plan.PassOver(
                List.of(), List.of(anchor, anchor.plusSeconds(60)), NextFire.at(anchor.plusSeconds(180)));
        assertThat(book.fires().passOver(task, line)).isTrue();
        assertThat(book.fires().passOver(task, line)).as("repeated").isFalse();

        assertThat(book.due(id).open())
                .extracting(OpenFire::state)
                .containsExactly(FireState.PENDING, FireState.PENDING);
        ClaimRequest first = book.claim(id);
        assertThat(first.start().scheduledFor()).isEqualTo(anchor);
        book.fires().finish(book.finish(first, new Outcome.Succeeded(null)));
        ClaimRequest second = book.claim(id);
        assertThat(second.start().scheduledFor()).isEqualTo(anchor.plusSeconds(60));
        assertThat(book.due(id).next()).isEqualTo(NextFire.at(anchor.plusSeconds(180)));
    }

    @Test
    void whatMakesWayIsCancelledWhenItWaitsAndAskedToStopWhenItRuns() {
        Instant anchor = book.now().minusSeconds(50);
        TaskId id = create("makes-way", OverlapPolicy.CANCEL_RUNNING, anchor);
        ClaimRequest waits = dispatch(id);
        book.fires().handedOver(List.of(waits.start().fire()));
        ClaimRequest runs = dispatchBeside(id, anchor.plusSeconds(40));
        ClaimRequest attempt = attempt(id, runs.start().fire(), 1);
        book.fires().claim(attempt);
        assertThat(book.fires().claims(id)).containsExactly(entry(attempt.token(), Optional.empty()));

        book.fires()
                .stop(
                        book.due(id),
                        new Plan.Stop(List.of(waits.start().fire(), runs.start().fire()), false));

        assertThat(book.fire(waits.start().fire()).state()).isEqualTo(FireState.CANCELLED);
        assertThat(book.fire(runs.start().fire()).state()).isEqualTo(FireState.RUNNING);
        assertThat(book.due(id).open()).extracting(OpenFire::carrier).containsExactly(Carrier.STOPPING);
        assertThat(book.fires().claims(id)).containsExactly(entry(attempt.token(), Optional.of(StopOrder.OVERLAP)));
        Outcome stopped = new Outcome.Cancelled(new FireError("OVERLAP", "stopped"));
        assertThat(book.fires().finish(book.finish(attempt, stopped))).isTrue();
        assertThat(book.fire(runs.start().fire()).state()).isEqualTo(FireState.CANCELLED);
    }

    @Test
    void whatIsTerminatedHasEndedWhateverItsWorkerSays() {
        TaskId id =
                create("terminated", OverlapPolicy.TERMINATE_RUNNING, book.now().minusSeconds(1));
        ClaimRequest dispatched = dispatch(id);
        ClaimRequest attempt = attempt(id, dispatched.start().fire(), 1);
        book.fires().claim(attempt);

        book.fires().stop(book.due(id), new Plan.Stop(List.of(dispatched.start().fire()), true));

        assertThat(book.due(id).open()).isEmpty();
        assertThat(book.fires().claims(id)).isEmpty();
        assertThat(book.fires().finish(book.finish(attempt, new Outcome.Succeeded(null))))
                .isFalse();
        assertThat(book.fire(dispatched.start().fire()).state()).isEqualTo(FireState.CANCELLED);
    }

    @Test
    void onlyWhatTheEngineWasNotGivenIsOverdue() {
        TaskId id = create("overdue", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(30));
        ClaimRequest dispatched = dispatch(id);
        assertThat(engine.overdue(ofSeconds(2), Duration.ZERO, 1_000)).contains(id);

        book.fires().handedOver(List.of(dispatched.start().fire()));
        assertThat(engine.overdue(ofSeconds(2), Duration.ZERO, 1_000)).doesNotContain(id);
    }

    @Test
    void anEngineThatLostItsMemoryIsGivenTheFiresAgain() {
        engine.isNewEngine("dispatch-one");
        TaskId id = create("lost-engine", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(1));
        ClaimRequest dispatched = dispatch(id);
        book.fires().handedOver(List.of(dispatched.start().fire()));

        assertThat(engine.isNewEngine("dispatch-two")).isTrue();

        assertThat(book.due(id).open()).extracting(OpenFire::carrier).containsExactly(Carrier.TO_HAND_OVER);
    }

    @Test
    void whatAnAttemptSaysOfItselfIsKeptForTheNextOne() {
        TaskId id = create("says", OverlapPolicy.ALLOW_ALL, book.now().minusSeconds(1));
        FireId fire = dispatch(id).start().fire();
        assertThat(book.fires().earlier(fire)).contains(new FireBook.Earlier(null, Progress.NONE, Asked.NOTHING));
        ClaimRequest attempt = attempt(id, fire, 1);
        book.fires().claim(attempt);

        book.fires().report(fire, attempt.token(), new Progress(10, "begun", null));
        book.fires().report(fire, attempt.token(), new Progress(null, null, "page 3"));
        book.fires().report(fire, UUID.randomUUID(), new Progress(99, "somebody else", null));

        FireBook.Earlier earlier = book.fires().earlier(fire).orElseThrow();
        assertThat(earlier.progress()).isEqualTo(new Progress(10, "begun", "page 3"));
        assertThat(earlier.firstClaimedAt()).isEqualTo(book.fire(fire).claimedAt());
        assertThat(book.fire(fire).progress()).isEqualTo(earlier.progress());
        book.fires().finish(book.finish(attempt, new Outcome.Succeeded(null)));
        book.fires().report(fire, attempt.token(), new Progress(0, "too late", null));
        assertThat(book.fire(fire).progress()).isEqualTo(earlier.progress());
    }

    @Test
    void skippedInstantsAreRecordedBesideBufferedOnes() {
        Instant anchor = book.now().minusSeconds(130);
        TaskId id = create("both", OverlapPolicy.BUFFER_ONE, anchor);
        Skip skip = new Skip(anchor.plusSeconds(60), anchor.plusSeconds(60), 1, SkipReason.OVERLAP, "no more may wait");
        book.fires()
                .passOver(
                        book.due(id),
                        new Plan.PassOver(List.of(skip), List.of(anchor), NextFire.at(anchor.plusSeconds(120))));

        assertThat(book.firesOf(id)).extracting(Fire::state).containsExactly(FireState.PENDING, FireState.SKIPPED);
    }

    private static TaskSpec spec(OverlapPolicy policy, Instant anchor) {
        return TaskSpec.of(
                        new IntervalSchedule(ofMinutes(1), anchor),
                        new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .toBuilder()
                .overlapPolicy(policy)
                .build();
    }

    /** A task of which the anchor's own instant is next. */
    private static TaskId create(String name, OverlapPolicy policy, Instant anchor) {
        TaskId id = book.create(name, spec(policy, anchor)).id();
        book.turnBack(id, anchor);
        return id;
    }

    private static ClaimRequest dispatch(TaskId id) {
        return dispatch(id, book.start(book.due(id)));
    }

    /** Dispatches an instant although the policy would have the fire before it make way first. */
    private static ClaimRequest dispatchBeside(TaskId id, Instant at) {
        DueTask due = book.due(id);
        return dispatch(
                id,
                new Plan.Start(
                        FireId.of(id, at, Trigger.SCHEDULE),
                        at,
                        Trigger.SCHEDULE,
                        1,
                        at,
                        due.next(),
                        Route.DISPATCHED));
    }

    private static ClaimRequest dispatch(TaskId id, Plan.Start start) {
        ClaimRequest request = new ClaimRequest(
                book.due(id), start, "worker-1", UUID.randomUUID(), Kind.DISPATCH, start.scheduledFor());
        assertThat(book.fires().claim(request)).isInstanceOf(Claim.Claimed.class);
        return request;
    }

    private static ClaimRequest attempt(TaskId id, FireId fire, int number) {
        DueTask due = book.due(id);
        Plan.Start start = new Plan.Start(
                fire, fire.scheduledFor(), Trigger.SCHEDULE, number, fire.scheduledFor(), due.next(), Route.DISPATCHED);
        return new ClaimRequest(due, start, "worker-1", UUID.randomUUID(), Kind.DISPATCHED);
    }

    private static OpenFire open(ClaimRequest dispatched, FireState state, int attempt, Carrier carrier) {
        Plan.Start start = dispatched.start();
        return new OpenFire(start.fire(), start.scheduledFor(), start.trigger(), state, attempt, start.at(), carrier);
    }
}
