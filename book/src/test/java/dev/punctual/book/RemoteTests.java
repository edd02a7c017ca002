package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.EngineBook.Carried;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.ClaimRequest.Kind;
import dev.punctual.book.FireBook.RemoteClaim;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts that other programs' workers perform, in the book. */
class RemoteTests {
    private static final Duration AGE = Duration.ofSeconds(30);
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
    }

    @Test
    void anAttemptOfAnotherProgramIsFoundByItsClaimUntilItHasEnded() {
        ClaimRequest claimed = claimRemote(book.create("found", book.pastOnce()).id());
        FireId fire = claimed.start().fire();

        RemoteClaim claim = book.fires().remoteClaim(fire).orElseThrow();
        assertThat(claim.token()).isEqualTo(claimed.token());
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.claimedAt())
                .isEqualTo(claim.firstClaimedAt())
                .isEqualTo(book.fire(fire).claimedAt());

        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        assertThat(book.fires().remoteClaim(fire)).isEmpty();
    }

    @Test
    void anAttemptOfAWorkerIsNoneOfAnotherProgram() {
        ClaimRequest claimed = book.claim(book.create("own", book.pastOnce()).id());

        assertThat(book.fires().remoteClaim(claimed.start().fire())).isEmpty();
    }

    @Test
    void noLeaseKeepsIt() {
        claimRemote(book.create("leaseless", book.pastOnce()).id());

        assertThat(book.workers().lostAttempts("any", Set.of(), Duration.ofSeconds(5), 10))
                .isEmpty();
    }

    @Test
    void itsWorkflowIsLookedAfterWhenItHasBeenSilentForLong() {
        TaskId id = book.create("silent", book.pastOnce()).id();
        Carried carried = new Carried(id, claimRemote(id).start().fire());
        assertThat(book.engine().silent(AGE, 10)).isEmpty();
        age();

        assertThat(book.engine().silent(AGE, 10)).containsExactly(carried);
        assertThat(book.engine().silent(AGE, 10)).as("at once again").isEmpty();
    }

    @Test
    void anAttemptThatNobodyMakesIsLookedAfterToo() {
        TaskId id = book.create("unmade", book.pastOnce()).id();
        Carried carried = new Carried(id, dispatch(id).start().fire());
        assertThat(book.engine().silent(AGE, 10)).isEmpty();
        age();

        assertThat(book.engine().silent(AGE, 10)).containsExactly(carried);
    }

    @Test
    void theOpenFiresOfATaskAreKnown() {
        TaskId id = book.create("known", book.pastOnce()).id();
        TaskId inline = book.create("inline", book.pastOnce()).id();
        book.claim(inline);
        ClaimRequest claimed = claimRemote(id);

        assertThat(book.engine().carried(List.of(id, inline)))
                .containsExactly(new Carried(id, claimed.start().fire()));
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        assertThat(book.engine().carried(List.of(id, inline))).isEmpty();
    }

    private static void age() {
        book.jdbc().sql("""
                update fire set claimed_at = claimed_at - interval '31 seconds',
                    attempt_claimed_at = attempt_claimed_at - interval '31 seconds', due_at = due_at - interval '31 seconds',
                    dispatched_at = dispatched_at - interval '31 seconds'
                """).update();
    }

    private static ClaimRequest dispatch(TaskId id) {
        return claim(id, book.start(book.due(id)), "worker-1", Kind.DISPATCH);
    }

    private static ClaimRequest claimRemote(TaskId id) {
        FireId fire = dispatch(id).start().fire();
        Plan.Start start = new Plan.Start(
                fire,
                fire.scheduledFor(),
                Trigger.SCHEDULE,
                1,
                fire.scheduledFor(),
                book.due(id).next(),
                Route.DISPATCHED);
        return claim(id, start, RemoteClaim.WORKER, Kind.DISPATCHED);
    }

    private static ClaimRequest claim(TaskId id, Plan.Start start, String worker, Kind kind) {
        DueTask due = book.due(id);
        ClaimRequest request = new ClaimRequest(due, start, worker, UUID.randomUUID(), kind);
        assertThat(book.fires().claim(request)).isInstanceOf(Claim.Claimed.class);
        return request;
    }
}
