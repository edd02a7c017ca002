package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.ClaimRequest.Kind;
import dev.punctual.book.SlotBook.Admitted;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Fires that wait for slots of their concurrency keys; each test has a key of its own. */
class SlotTests {
    private static final TestBook book = TestBook.open();
    private static final JdbcSlotBook slots = book.slots();
    private static final Instant due = book.now().minusSeconds(100);

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aFireWithAKeyWaitsInLineAndCostsNothingElse() {
        FireId fire = dispatch("waits", spec("waits", 1, 3, 0));
        TaskId id = TestBook.id("waits");

        assertThat(book.due(id).open()).extracting(OpenFire::carrier).containsExactly(Carrier.IN_LINE);
        assertThat(FirePlanner.next(book.due(id), book.now())).isEqualTo(new Plan.End());
        assertThat(book.ledger().line(book.fire(fire))).contains(new FireLedger.Line("waits", 1, 0));
        assertThat(book.fires().claim(attempt(id, fire, 1)))
                .as("an attempt without a slot")
                .isInstanceOf(Claim.Refused.class);
        assertThat(book.engine().overdue(Duration.ofSeconds(2), Duration.ZERO, 1_000))
                .doesNotContain(id);
        assertThat(book.engine().silent(Duration.ZERO, 1_000))
                .extracting(EngineBook.Carried::fire)
                .doesNotContain(fire);
    }

    @Test
    void whatGotASlotIsHandedOverByWhoeverPlansItNext() {
        FireId fire = dispatch("handed", spec("handed", 1, 3, 0));
        TaskId id = TestBook.id("handed");

        assertThat(slots.admit(key("handed"))).containsExactly(new Admitted(id, fire));

        assertThat(FirePlanner.next(book.due(id), book.now())).isEqualTo(new Plan.HandOver(List.of(fire)));
        assertThat(book.ledger().line(book.fire(fire))).isEmpty();
        assertThat(book.engine().overdue(Duration.ofSeconds(2), Duration.ZERO, 1_000))
                .as("it was only just admitted")
                .doesNotContain(id);
        assertThat(book.engine().overdue(Duration.ZERO, Duration.ZERO, 1_000)).contains(id);
        book.fires().handedOver(List.of(fire));
        assertThat(book.due(id).open()).extracting(OpenFire::carrier).containsExactly(Carrier.OWN_WORKFLOW);
        assertThat(book.fires().claim(attempt(id, fire, 1))).isInstanceOf(Claim.Claimed.class);
    }

    @Test
    void theLineIsInTheOrderOfPriorityAndInstant() {
        FireId third = dispatch("order-c", spec("order", 1, 3, 20));
        FireId second = dispatch("order-b", spec("order", 1, 3, 10));
        FireId fourth = dispatch("order-d", spec("order", 1, 5, 0));
        FireId first = dispatch("order-a", spec("order", 1, 1, 30));
        assertThat(book.ledger().line(book.fire(fourth))).contains(new FireLedger.Line("order", 1, 3));

        List<FireId> admitted = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<Admitted> next = slots.admit(key("order"));
            assertThat(next).hasSize(1);
            assertThat(slots.admit(key("order"))).as("while it is open").isEmpty();
            admitted.add(next.getFirst().fire());
            succeed(next.getFirst());
        }
        assertThat(admitted).containsExactly(first, second, third, fourth);
    }

    @Test
    void theFirstInLineIsNotOvertakenByOneWithAHigherLimit() {
        dispatch("strict-a", spec("strict", 5, 3, 0));
        Admitted running = slots.admit(key("strict")).getFirst();
        FireId narrow = dispatch("strict-b", spec("strict", 1, 3, 10));
        FireId wide = dispatch("strict-c", spec("strict", 5, 3, 20));

        assertThat(slots.admit(key("strict"))).isEmpty();
        assertThat(slots.withFreeSlots(1_000)).doesNotContain(key("strict"));
        succeed(running);
        assertThat(slots.withFreeSlots(1_000)).contains(key("strict"));
        assertThat(slots.admit(key("strict"))).extracting(Admitted::fire).containsExactly(narrow);
        // the next in line says that five may run
        assertThat(slots.admit(key("strict"))).extracting(Admitted::fire).containsExactly(wide);
    }

    @Test
    void manyAreAdmittedAtOnceUpToTheLimit() {
        for (int i = 0; i < 7; i++) {
            dispatch("many-" + i, spec("many", 4, 3, i));
        }
        assertThat(slots.admit(key("many")))
                .extracting(admitted -> admitted.task().id())
                .containsExactly("many-0", "many-1", "many-2", "many-3");
        assertThat(slots.admit(key("many"))).isEmpty();
    }

    @Test
    void aSlotIsKeptBetweenAttemptsAndFreedByTheEnd() {
        dispatch("kept-a", spec("kept", 1, 3, 0));
        dispatch("kept-b", spec("kept", 1, 3, 10));
        Admitted running = slots.admit(key("kept")).getFirst();
        ClaimRequest first = claim(running, 1);
        Outcome failure = new Outcome.Failed(new FireError("X", "x"), null, true);
        book.fires().finish(book.finish(first, failure, new Verdict.Retry(book.now())));
        assertThat(slots.admit(key("kept"))).as("RETRYING").isEmpty();
        book.tasks().pause(running.task(), null, null, null, "tester");
        assertThat(slots.admit(key("kept"))).as("paused").isEmpty();

        book.tasks().cancel(running.task(), null, "tester");

        assertThat(slots.admit(key("kept")))
                .extracting(admitted -> admitted.task().id())
                .containsExactly("kept-b");
    }

    @Test
    void anAttemptThatIsLostForGoodFreesItsSlot() {
        TaskSpec once = spec("lost", 1, 3, 0).toBuilder()
                .delivery(Delivery.AT_MOST_ONCE)
                .build();
        dispatch("lost-a", once);
        dispatch("lost-b", spec("lost", 1, 3, 10));
        ClaimRequest claimed = claim(slots.admit(key("lost")).getFirst(), 1);
        book.fires().finish(book.finish(claimed, new Outcome.Lost(new FireError("LEASE_LOST", "gone"))));

        assertThat(book.fire(claimed.start().fire()).state()).isEqualTo(FireState.LOST);
        assertThat(slots.withFreeSlots(1_000)).contains(key("lost"));
        assertThat(slots.admit(key("lost"))).hasSize(1);
    }

    @Test
    void oneThatIsCancelledWhileItWaitsLeavesTheLine() {
        dispatch("leaves-a", spec("leaves", 1, 3, 0));
        FireId waiting = dispatch("leaves-b", spec("leaves", 1, 3, 10));
        FireId last = dispatch("leaves-c", spec("leaves", 1, 3, 20));
        Admitted running = slots.admit(key("leaves")).getFirst();

        book.tasks().cancel(TestBook.id("leaves-b"), null, "tester");

        assertThat(book.fire(waiting).state()).isEqualTo(FireState.CANCELLED);
        assertThat(book.ledger().line(book.fire(last))).contains(new FireLedger.Line("leaves", 1, 0));
        succeed(running);
        assertThat(slots.admit(key("leaves"))).extracting(Admitted::fire).containsExactly(last);
    }

    @Test
    void oneThatMakesWayWhileItWaitsLeavesTheLine() {
        FireId waiting = dispatch("way", spec("way", 1, 3, 0));

        book.fires().stop(book.due(TestBook.id("way")), new Plan.Stop(List.of(waiting), false));

        assertThat(book.fire(waiting).state()).isEqualTo(FireState.CANCELLED);
        assertThat(slots.admit(key("way"))).isEmpty();
    }

    @Test
    void whatWaitsGoesByTheTasksNewDefinition() {
        dispatch("changed-a", spec("changed", 1, 3, 0));
        FireId waiting = dispatch("changed-b", spec("changed", 1, 3, 10));
        slots.admit(key("changed"));
        TaskId id = TestBook.id("changed-b");

        book.tasks().replace(id, spec("changed", 2, 3, 10), null, "tester");
        assertThat(slots.admit(key("changed"))).extracting(Admitted::fire).containsExactly(waiting);

        FireId free = dispatch("changed-c", spec("changed", 1, 3, 20));
        book.tasks()
                .replace(
                        TestBook.id("changed-c"),
                        spec("changed", 1, 3, 20).toBuilder().concurrency(null).build(),
                        null,
                        "tester");
        assertThat(FirePlanner.next(book.due(TestBook.id("changed-c")), book.now()))
                .as("without a key it waits for nothing")
                .isEqualTo(new Plan.HandOver(List.of(free)));
    }

    @Test
    void keysOfOtherNamespacesAreOtherKeys() {
        dispatch("mine", spec("shared", 1, 3, 0));
        TaskId other = new TaskId("elsewhere", "theirs");
        book.tasks().create(other, spec("shared", 1, 3, 0), "tester");
        dispatch(other);

        assertThat(slots.admit(key("shared"))).hasSize(1);
        assertThat(slots.withFreeSlots(1_000)).contains(new SlotKey("elsewhere", "shared"));
        assertThat(slots.admit(new SlotKey("elsewhere", "shared"))).hasSize(1);
    }

    private static SlotKey key(String key) {
        return new SlotKey(TaskId.DEFAULT_NAMESPACE, key);
    }

    /** Due once, so many seconds after the first. */
    static TaskSpec spec(String key, int limit, int priority, int second) {
        return TaskSpec.builder(
                        new OneTimeSchedule(due.plusSeconds(second)),
                        new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .concurrency(new Concurrency(key, limit))
                .priority(priority)
                .build();
    }

    private static FireId dispatch(String name, TaskSpec spec) {
        return dispatch(book.create(name, spec).id());
    }

    private static FireId dispatch(TaskId id) {
        DueTask task = book.due(id);
        Plan.Start start = book.start(task);
        assertThat(start.route()).isEqualTo(Route.DISPATCHED);
        assertThat(book.fires().claim(new ClaimRequest(task, start, "worker-1", UUID.randomUUID(), Kind.DISPATCH)))
                .isInstanceOf(Claim.Claimed.class);
        return start.fire();
    }

    private static ClaimRequest claim(Admitted admitted, int number) {
        ClaimRequest request = attempt(admitted.task(), admitted.fire(), number);
        assertThat(book.fires().claim(request)).isInstanceOf(Claim.Claimed.class);
        return request;
    }

    private static void succeed(Admitted admitted) {
        assertThat(book.fires().finish(book.finish(claim(admitted, 1), new Outcome.Succeeded(null))))
                .isTrue();
    }

    static ClaimRequest attempt(TestBook book, TaskId id, FireId fire, int number) {
        DueTask task = book.due(id);
        Plan.Start start = new Plan.Start(
                fire,
                fire.scheduledFor(),
                Trigger.SCHEDULE,
                number,
                fire.scheduledFor(),
                task.next(),
                Route.DISPATCHED);
        return new ClaimRequest(task, start, "worker-1", UUID.randomUUID(), Kind.DISPATCHED);
    }

    private static ClaimRequest attempt(TaskId id, FireId fire, int number) {
        return attempt(book, id, fire, number);
    }
}
