package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.RemoteClaim;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FireChangeTests {
    private static final TestBook book = TestBook.open();
    private static final Outcome FAILED = new Outcome.Failed(new FireError("X", "x"), null, true);
    private final List<FireId> stopped = new ArrayList<>();
    private final FireChanges changes = book.fireChanges((task, fire) -> stopped.add(fire));

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aFireKeepsItsInputThroughAllItsAttempts() {
        TaskId id = book.create("input", book.everyMinute()).id();
        Object input =
                Map.of("order", 7, "price", new BigDecimal("12345678901234567890.10"), "items", List.of("a", true));

        Fire fire = book.tasks().trigger(id, new TaskVerbs.Order(input, null), "ann");

        assertThat(book.fire(fire.id()).asked()).isEqualTo(new Asked(input, null, null));
        ClaimRequest first = book.claim(id);
        assertThat(book.fires().earlier(fire.id()).orElseThrow().asked().input())
                .isEqualTo(input);
        book.fires().finish(book.finish(first, FAILED, new Verdict.Retry(book.now())));
        book.claim(id);
        assertThat(book.fires().earlier(fire.id()).orElseThrow().asked().input())
                .isEqualTo(input);
    }

    @Test
    void anOrderIsCarriedOutOnce() {
        TaskId id = book.create("seed", book.everyMinute()).id();
        TaskVerbs.Order order = new TaskVerbs.Order("x", UUID.randomUUID());

        Fire fire = book.tasks().trigger(id, order, "ann");
        book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        Fire again = book.tasks().trigger(id, order, "ann");

        assertThat(again).isEqualTo(book.fire(fire.id()));
        assertThat(again.state()).isEqualTo(FireState.SUCCEEDED);
        assertThat(book.tasks()
                        .trigger(id, new TaskVerbs.Order("x", UUID.randomUUID()), "ann")
                        .id())
                .isNotEqualTo(fire.id());
        Fire repeated = changes.retry("default", fire.id(), order.seed(), "ann");
        assertThat(repeated.id()).as("a seed names one wish, whatever it is").isEqualTo(fire.id());
    }

    @Test
    void whatWaitsIsCancelledAtOnceAndTheTaskLooksAgain() {
        TaskId id = book.create("waits", book.pastOnce()).id();
        ClaimRequest first = book.claim(id);
        book.fires()
                .finish(book.finish(first, FAILED, new Verdict.Retry(book.now().plusSeconds(600))));
        Fire pending = book.tasks().trigger(id, "ann");

        Fire retrying = changes.cancel("default", first.start().fire(), "ann");
        changes.cancel("default", pending.id(), "bob");

        assertThat(retrying.state()).isEqualTo(FireState.CANCELLED);
        assertThat(retrying.error())
                .isEqualTo(new FireError("CANCELLED", "ann cancelled the fire before its next attempt"));
        assertThat(retrying.finishedAt()).isNotNull();
        assertThat(book.fire(pending.id()).error())
                .isEqualTo(new FireError("CANCELLED", "bob cancelled the fire before its next attempt"));
        assertThat(book.due(id).open()).isEmpty();
        assertThat(FirePlanner.next(book.due(id), book.now())).isInstanceOf(Plan.End.class);
        assertThat(book.task(id).inSync()).isFalse();
        assertThat(stopped).isEmpty();
        assertThatThrownBy(() -> changes.cancel("default", pending.id(), "ann"))
                .isInstanceOf(FireRefusal.WrongState.class)
                .hasMessageContaining("CANCELLED");
        assertThatThrownBy(() -> changes.cancel("other", pending.id(), "ann")).isInstanceOf(FireRefusal.NotFound.class);
    }

    @Test
    void whatRunsIsAskedToStopAndNotTriedAgain() {
        TaskId id = book.create("runs", book.pastOnce()).id();
        ClaimRequest claim = book.claim(id);

        Fire asked = changes.cancel("default", claim.start().fire(), "ann");
        Fire repeated = changes.cancel("default", claim.start().fire(), "bob");

        assertThat(asked.state()).isEqualTo(FireState.RUNNING);
        assertThat(asked.stopping()).isTrue();
        assertThat(repeated).isEqualTo(asked);
        StopOrder order = new StopOrder(StopOrder.Reason.USER, "ann");
        assertThat(book.fires().claims(id)).containsExactly(entry(claim.token(), Optional.of(order)));
        // it fails by itself before it hears of it
        assertThat(book.fires().finish(book.finish(claim, FAILED, new Verdict.Retry(book.now()))))
                .isTrue();
        Fire ended = book.fire(claim.start().fire());
        assertThat(ended.state()).isEqualTo(FireState.CANCELLED);
        assertThat(ended.stopping()).isFalse();
        assertThat(ended.finishedAt()).isNotNull();
        assertThat(book.task(id).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void theEngineHearsOfWhatItCarries() {
        TaskId id = book.create(
                        "carried",
                        TestBook.spec(book.pastOnce()).toBuilder()
                                .overlapPolicy(OverlapPolicy.ALLOW_ALL)
                                .build())
                .id();
        ClaimRequest dispatched = new ClaimRequest(
                book.due(id), book.start(book.due(id)), "w", UUID.randomUUID(), ClaimRequest.Kind.DISPATCH);
        book.fires().claim(dispatched);
        ClaimRequest remote = new ClaimRequest(
                book.due(id), dispatched.start(), RemoteClaim.WORKER, UUID.randomUUID(), ClaimRequest.Kind.DISPATCHED);
        book.fires().claim(remote);

        changes.cancel("default", dispatched.start().fire(), "ann");

        assertThat(stopped).containsExactly(dispatched.start().fire());
        assertThat(book.fires()
                        .remoteClaim(dispatched.start().fire())
                        .orElseThrow()
                        .stop())
                .isEqualTo(new StopOrder(StopOrder.Reason.USER, "ann"));
    }

    @Test
    void aRetryActsForTheInstantAndWithTheInputOfTheFirst() {
        TaskId id = book.create("again", book.everyMinute()).id();
        Fire fire = book.tasks().trigger(id, new TaskVerbs.Order("x", null), "ann");
        assertThatThrownBy(() -> changes.retry("default", fire.id(), null, "ann"))
                .isInstanceOf(FireRefusal.WrongState.class)
                .hasMessageContainingAll("PENDING", ":cancel");
        changes.cancel("default", fire.id(), "ann");

        Fire second = changes.retry("default", fire.id(), null, "ann");
        book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        Fire third = changes.retry("default", second.id(), null, "ann");

        assertThat(second.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(book.fire(second.id()).asked()).isEqualTo(new Asked("x", fire.id(), fire.scheduledFor()));
        assertThat(third.asked()).isEqualTo(new Asked("x", second.id(), fire.scheduledFor()));
        assertThat(book.due(id).open()).extracting(OpenFire::id).containsExactly(third.id());
        assertThat(book.jdbc()
                        .sql(
                                "select verb from audit_event where task = :id and detail ->> 'fire' is not null order by id")
                        .param("id", id.id())
                        .query(String.class)
                        .list())
                .containsExactly("trigger", "cancelFire", "retryFire", "retryFire");
    }

    @Test
    void aRetryOfARangeActsForItsFirstInstant() {
        TaskId id = book.create("range", book.everyMinute()).id();
        Instant from = book.now().minusSeconds(600);
        Skip range = new Skip(from, from.plusSeconds(120), 3, SkipReason.CATCH_UP, "missed");
        book.fires()
                .passOver(
                        book.due(id),
                        new Plan.PassOver(List.of(range), book.due(id).next()));

        Fire again = changes.retry("default", FireId.of(id, from, Trigger.SCHEDULE), null, "ann");

        assertThat(again.asked().actsFor()).isEqualTo(from);
        book.tasks().cancel(id, null, "ann");
        assertThatThrownBy(() -> changes.retry("default", again.id(), null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);
    }
}
