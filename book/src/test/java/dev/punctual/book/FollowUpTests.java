package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.ClaimRequest.Kind;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.FireBook.Following;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.FollowUps;
import dev.punctual.workflows.task.FollowUps.OnLate;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import dev.punctual.workflows.task.TriggerAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Fires that exist because of others, in the book. */
class FollowUpTests {
    private static final TestBook book = TestBook.open();
    private static final SimulateAction NOTHING = new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null);
    private static final FireError ERROR = new FireError("HTTP_STATUS", "503; the server is busy");
    private static final Outcome FAILED = new Outcome.Failed(ERROR, null, false);

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void whatFollowsAFailureIsEnteredWithItOnce() {
        TaskId id = create("fails", book.pastOnce());
        ClaimRequest claimed = book.claim(id);
        Finish end = end(claimed, FAILED);

        assertThat(book.fires().finish(end)).isTrue();
        assertThat(book.fires().finish(end)).as("repeated").isTrue();

        List<Fire> fires = book.firesOf(id);
        assertThat(fires).hasSize(2);
        Fire followUp = fires.getLast();
        assertThat(followUp.trigger()).isEqualTo(Trigger.ON_FAILURE);
        assertThat(followUp.state()).isEqualTo(FireState.PENDING);
        assertThat(followUp.source()).isEqualTo(claimed.start().fire());
        assertThat(book.fires().source(followUp.id()))
                .hasValue(new SourceFire(claimed.start().fire(), FireState.FAILED, 1, ERROR));
        assertThat(book.task(id).state()).as("it waits for nobody").isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void aFollowUpIsPerformedAfterItsTaskIsCompletedAndNothingFollowsIt() {
        TaskId id = create("follows", book.pastOnce());
        book.fires().finish(end(book.claim(id), new Outcome.Succeeded(null)));
        DueTask task = book.due(id);
        OpenFire open = task.open().getFirst();
        assertThat(open.trigger()).isEqualTo(Trigger.ON_SUCCESS);
        assertThat(open.carrier()).isEqualTo(Carrier.TO_HAND_OVER);
        assertThat(FirePlanner.next(task, book.now())).isEqualTo(new Plan.HandOver(List.of(open.id())));
        book.fires().handedOver(List.of(open.id()));
        assertThat(FirePlanner.next(book.due(id), book.now())).isInstanceOf(Plan.End.class);

        ClaimRequest claimed = claimFollowUp(id);
        assertThat(book.fires().finish(end(claimed, FAILED))).isTrue();

        assertThat(book.firesOf(id))
                .hasSize(2)
                .extracting(Fire::state)
                .containsOnly(FireState.SUCCEEDED, FireState.FAILED);
        assertThat(book.task(id).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(book.task(id).lastFire())
                .isNotNull()
                .extracting(last -> last.state())
                .isEqualTo(FireState.SUCCEEDED);
    }

    @Test
    void anOpenFollowUpHoldsNoInstantBack() {
        Instant before = book.now().minusSeconds(30);
        TaskId id = create("goes-on", book.everyMinute());
        book.turnBack(id, before);
        book.fires().finish(end(book.claim(id), FAILED));
        book.fires().handedOver(book.due(id).open().stream().map(OpenFire::id).toList());
        book.turnBack(id, book.now());

        assertThat(FirePlanner.next(book.due(id), book.now()))
                .isInstanceOfSatisfying(
                        Plan.Start.class, start -> assertThat(start.trigger()).isEqualTo(Trigger.SCHEDULE));
    }

    @Test
    void nothingFollowsInACancelledTask() {
        TaskId id = create("cancelled-before", book.pastOnce());
        ClaimRequest claimed = book.claim(id);
        book.tasks().cancel(id, null, "tester");
        assertThat(book.fires().finish(end(claimed, FAILED))).isTrue();
        assertThat(book.firesOf(id)).hasSize(1);

        TaskId later = create("cancelled-after", book.pastOnce());
        book.fires().finish(end(book.claim(later), FAILED));
        book.tasks().cancel(later, null, "tester");
        assertThat(book.firesOf(later)).extracting(Fire::state).containsExactly(FireState.FAILED, FireState.CANCELLED);
    }

    @Test
    void latenessIsFollowedUpOnceHoweverOftenItIsNoticed() {
        TaskId id = create("late", new OneTimeSchedule(book.now().minusSeconds(90)));
        ClaimRequest request = book.request(book.due(id));
        Claim.Claimed claimed = (Claim.Claimed) book.fires().claim(request);
        List<FollowUp> late = FollowUp.late(request.task(), request.start().fire(), Trigger.SCHEDULE, claimed.at());
        assertThat(late).hasSize(1);
        book.fires().follow(id, late);
        book.fires().follow(id, late);
        book.fires().finish(end(request, new Outcome.Succeeded(null), claimed.at()));

        assertThat(book.firesOf(id))
                .extracting(Fire::trigger)
                .containsExactlyInAnyOrder(Trigger.SCHEDULE, Trigger.ON_LATE, Trigger.ON_SUCCESS);
    }

    @Test
    void aFireTriggersAnotherTaskOnce() {
        TaskId other =
                book.create("triggered", TestBook.spec(book.everyMinute())).id();
        ClaimRequest source = book.claim(create("triggers", book.pastOnce()));

        FireId fire = book.tasks().triggerFrom(other, source.start().fire(), null);
        assertThat(book.tasks().triggerFrom(other, source.start().fire(), null)).isEqualTo(fire);

        assertThat(book.firesOf(other)).singleElement().satisfies(triggered -> {
            assertThat(triggered.id()).isEqualTo(fire);
            assertThat(triggered.trigger()).isEqualTo(Trigger.DEPENDENCY);
            assertThat(triggered.source()).isEqualTo(source.start().fire());
        });
        assertThat(book.column(other, "engine_version", Integer.class)).isEqualTo(-1);
        book.tasks().cancel(other, null, "tester");
        assertThatThrownBy(() -> book.tasks().triggerFrom(other, source.start().fire(), null))
                .isInstanceOf(TaskRefusal.WrongState.class);
        assertThatThrownBy(() -> book.tasks()
                        .triggerFrom(TestBook.id("nobody"), source.start().fire(), null))
                .isInstanceOf(TaskRefusal.NotFound.class);
    }

    @Test
    void aCircleOfTasksComesToAnEnd() {
        TaskId one = create("circle-1", book.everyMinute());
        TaskId two = create("circle-2", book.everyMinute());
        book.turnBack(one, book.now());
        ClaimRequest claimed = book.claim(one);
        TaskId target = two;
        for (int i = 0; i < TriggerAction.LONGEST_CHAIN; i++) {
            book.tasks().triggerFrom(target, claimed.start().fire(), null);
            book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
            claimed = book.claim(target);
            assertThat(claimed.start().trigger()).isEqualTo(Trigger.DEPENDENCY);
            target = target.equals(two) ? one : two;
        }
        TaskId last = target;
        FireId deepest = claimed.start().fire();
        assertThatThrownBy(() -> book.tasks().triggerFrom(last, deepest, null))
                .isInstanceOf(TaskRefusal.Invalid.class)
                .hasMessageContaining("16");
        // nor does a follow-up begin anew
        book.fires().finish(end(claimed, FAILED));
        FireId followUp = book.firesOf(claimed.task().id()).stream()
                .filter(fire -> fire.trigger() == Trigger.ON_FAILURE)
                .findFirst()
                .orElseThrow()
                .id();
        claimFollowUp(claimed.task().id());
        assertThatThrownBy(() -> book.tasks().triggerFrom(last, followUp, null))
                .isInstanceOf(TaskRefusal.Invalid.class);
    }

    private static TaskId create(String name, Schedule schedule) {
        return book.create(
                        name,
                        TestBook.spec(schedule).toBuilder()
                                .followUps(new FollowUps(NOTHING, NOTHING, new OnLate(Duration.ofMinutes(1), NOTHING)))
                                .build())
                .id();
    }

    private static ClaimRequest claimFollowUp(TaskId id) {
        DueTask task = book.due(id);
        OpenFire open = task.open().stream()
                .filter(fire -> fire.trigger().isFollowUp())
                .findFirst()
                .orElseThrow();
        ClaimRequest request = new ClaimRequest(
                task,
                new Plan.Start(
                        open.id(),
                        open.scheduledFor(),
                        open.trigger(),
                        1,
                        open.scheduledFor(),
                        task.next(),
                        Route.DISPATCHED),
                "worker-1",
                UUID.randomUUID(),
                Kind.DISPATCHED);
        assertThat(book.fires().claim(request)).isInstanceOf(Claim.Claimed.class);
        return request;
    }

    /** The end of an attempt with what follows it, as a worker decides it. */
    private static Finish end(ClaimRequest claimed, Outcome outcome) {
        return end(claimed, outcome, claimed.start().at());
    }

    private static Finish end(ClaimRequest claimed, Outcome outcome, Instant claimedAt) {
        Instant now = book.clock().instant();
        Verdict verdict = FirePlanner.after(claimed.task().spec(), 1, claimedAt, outcome, now);
        Trigger trigger = claimed.start().trigger();
        Finish plain = book.finish(claimed, outcome, verdict);
        return new Finish(
                plain.task(),
                plain.fire(),
                plain.attempt(),
                plain.token(),
                plain.startedAt(),
                outcome,
                verdict,
                plain.plansNext(),
                new Following(
                        trigger.isFollowUp(),
                        FollowUp.after(claimed.task(), plain.fire(), trigger, verdict, claimedAt, now)));
    }
}
