package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.WorkerBook.Heartbeat;
import dev.punctual.book.WorkerBook.LostAttempt;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats, leases, and the attempts whose worker vanished. */
class WorkerBookTests {
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final TestBook book = TestBook.open();
    private static final JdbcWorkerBook workers = book.workers();

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
    }

    @Test
    void aWorkerLivesWhileItsHeartbeatIsYoungerThanTheLease() {
        Heartbeat first = heartbeat("w1", 1);
        Heartbeat second = new Heartbeat("w2", "host", 2, "worker", first.startedAt(), 0, 0, null, 1);
        workers.heartbeat(first);
        workers.heartbeat(second);
        assertThat(workers.live(LEASE)).extracting(WorkerBook.Worker::latest).containsExactly(first, second);
        Heartbeat later = heartbeat("w1", 7);
        workers.heartbeat(later);
        silence("w2", LEASE.plusSeconds(1));
        assertThat(workers.live(LEASE)).extracting(WorkerBook.Worker::latest).containsExactly(later);
        workers.leave("w1");
        assertThat(workers.live(LEASE)).isEmpty();
    }

    @Test
    void whoLeavesSweepsAwayTheLongDead() {
        workers.heartbeat(heartbeat("old", 0));
        workers.heartbeat(heartbeat("new", 0));
        silence("old", Duration.ofHours(25));
        workers.leave("new");
        assertThat(book.jdbc()
                        .sql("select count(*) from worker_instance")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void attemptsOfALapsedLeaseAreLost() {
        workers.heartbeat(heartbeat("worker-1", 1));
        ClaimRequest claimed = book.claim(book.create("lapsed", book.pastOnce()).id());
        assertThat(lost("other")).isEmpty();
        age(LEASE.plusSeconds(1));
        assertThat(lost("other")).isEmpty();
        silence("worker-1", LEASE.plusSeconds(1));
        LostAttempt lost = lost("other").getFirst();
        assertThat(lost.fire()).isEqualTo(claimed.start().fire());
        assertThat(lost.attempt()).isEqualTo(1);
        assertThat(lost.token()).isEqualTo(claimed.token());
        assertThat(lost.worker()).isEqualTo("worker-1");
        assertThat(lost.task().id()).isEqualTo(claimed.task().id());
        assertThat(lost.firstClaimedAt()).isEqualTo(book.fire(lost.fire()).claimedAt());
    }

    @Test
    void whoClaimsBeforeItsNextHeartbeatLives() {
        workers.heartbeat(heartbeat("worker-1", 1));
        silence("worker-1", LEASE.plusSeconds(10));
        book.claim(book.create("resumed", book.pastOnce()).id());
        assertThat(lost("other")).isEmpty();
        age(LEASE.plusSeconds(1));
        assertThat(lost("other")).hasSize(1);
    }

    @Test
    void attemptsOfAWorkerThatLeftAreLost() {
        workers.heartbeat(heartbeat("worker-1", 1));
        book.claim(book.create("left", book.pastOnce()).id());
        workers.leave("worker-1");
        assertThat(lost("other")).hasSize(1);
    }

    @Test
    void aDeclaredLossIsNotFoundAgain() {
        TaskId id = book.create("declared", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(id);
        assertThat(lost("other")).hasSize(1);
        Outcome outcome = new Outcome.Lost(new FireError("LEASE_LOST", "x"));
        book.fires().finish(book.finish(claimed, outcome, new Verdict.Retry(book.now())));
        assertThat(lost("other")).isEmpty();
        // the next attempt is a claim of its own
        book.claim(id);
        assertThat(lost("other")).extracting(LostAttempt::attempt).containsExactly(2);
        assertThat(workers.lostAttempts("other", Set.of(), LEASE, 0)).isEmpty();
    }

    @Test
    void aClaimOfItsOwnThatAWorkerDoesNotKnowIsLostOnceItsAnswerCannotBeOnItsWay() {
        ClaimRequest claimed =
                book.claim(book.create("unknown", book.pastOnce()).id());
        assertThat(lost("worker-1")).isEmpty();
        age(Duration.ofSeconds(11));
        assertThat(workers.lostAttempts("worker-1", Set.of(claimed.token()), LEASE, 10))
                .isEmpty();
        assertThat(workers.lostAttempts("worker-1", Set.of(UUID.randomUUID()), LEASE, 10))
                .hasSize(1);
    }

    private static List<LostAttempt> lost(String asking) {
        return workers.lostAttempts(asking, Set.of(), LEASE, 10);
    }

    /** All claims were made so much earlier. */
    private static void age(Duration by) {
        book.jdbc()
                .sql("update fire set claimed_at = claimed_at - :by::interval")
                .param("by", by.toString())
                .update();
    }

    private static void silence(String worker, Duration since) {
        book.jdbc()
                .sql(
                        "update worker_instance set heartbeat_at = clock_timestamp() - :since::interval where worker = :worker")
                .param("since", since.toString())
                .param("worker", worker)
                .update();
    }

    private static Heartbeat heartbeat(String worker, int running) {
        return new Heartbeat(
                worker, "host", 1, "api,worker", Instant.parse("2026-01-01T00:00:00Z"), 3, running, 0.25, 1_000);
    }
}
