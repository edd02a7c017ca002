package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.activities.CatchUpGate.Visitor;
import dev.punctual.activities.CatchUpLine.Decision;
import dev.punctual.activities.CatchUpLine.Missed;
import dev.punctual.activities.Holds.End;
import dev.punctual.activities.Holds.Hold;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fires that wait at the gate, as part of a hold. */
class CatchUpGateTest {
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private volatile @Nullable Instant reach;
    private final Holds holds = new Holds(Clock.systemUTC());
    private final CatchUpGate gate =
            new CatchUpGate(2, new FireMetrics(new SimpleMeterRegistry()), ahead -> reach, System::nanoTime);
    private final List<TaskId> through = new CopyOnWriteArrayList<>();

    @Test
    void letsThemThroughOneAfterTheOtherOldestFirst() {
        assertThat(wait(task(0))).succeedsWithin(LIMIT).isEqualTo(End.INSTANT);
        List<CompletableFuture<End>> ends = new ArrayList<>();
        for (int number = 5; number > 0; number--) {
            ends.add(wait(task(number)));
        }

        assertThat(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);

        // the first of the five may have come alone
        assertThat(through).hasSize(6).startsWith(task(0));
        assertThat(through.subList(2, 6))
                .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()));
        await().atMost(LIMIT).until(() -> gate.waiting() == 0);
    }

    @Test
    void waitsForOlderOnesThatAreStillToCome() {
        reach = NINE.plusSeconds(1);
        List<CompletableFuture<End>> ends = new ArrayList<>();
        for (int number : List.of(3, 4, 5)) {
            ends.add(wait(task(number)));
        }
        await().atMost(LIMIT).until(() -> through.size() == 1);
        ends.add(wait(task(1)));
        await().atMost(LIMIT).until(() -> through.size() > 1);

        assertThat(through.get(1)).isEqualTo(task(1));
        assertThat(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)))
                .as("nobody waits for ever for those who do not come")
                .succeedsWithin(LIMIT);
    }

    @Test
    void aChangeEndsTheWait() {
        CompletableFuture<End> end = waitBehindOthers(task(3));

        holds.changed(task(3));

        assertThat(end).succeedsWithin(LIMIT).isEqualTo(End.CHANGED);
        assertThat(through).doesNotContain(task(3));
    }

    @Test
    void aStopOfTheWorkerEndsTheWait() {
        CompletableFuture<End> end = waitBehindOthers(task(3));

        holds.drain();

        assertThat(end).succeedsWithin(LIMIT).isEqualTo(End.DRAINING);
        await().atMost(LIMIT).until(() -> gate.waiting() == 0);
    }

    @Test
    void whoWaitsIsAttendedToAndWhoWasSentAwayIsExpected() {
        List<Visitor> visitors = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            visitors.add(gate.enter(missed(task(number), NINE.plusSeconds(number)), NINE.plusSeconds(60), () -> {}));
        }

        assertThat(visitors.getFirst().decision()).isInstanceOf(Decision.Through.class);
        assertThat(visitors.getLast().decision()).isInstanceOf(Decision.Later.class);
        assertThat(gate.expects(task(19))).isTrue();
        assertThat(gate.expects(task(0))).isFalse();
        assertThat(gate.takeNewcomers(100)).contains(task(19), task(5)).doesNotContain(task(0));
        assertThat(gate.takeNewcomers(100)).isEmpty();

        visitors.add(gate.enter(missed(task(19), NINE), NINE.plusSeconds(60), () -> {}));
        assertThat(gate.expects(task(19))).isFalse();
        visitors.forEach(Visitor::close);
    }

    @Test
    void whoNeverComesBackDoesNotHideTheBeginOfTheNextCatchUp() {
        AtomicLong nanos = new AtomicLong();
        FireMetrics metrics = new FireMetrics(new SimpleMeterRegistry());
        CatchUpGate timed = new CatchUpGate(2, metrics, ahead -> null, nanos::get);
        List<Visitor> visitors = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            visitors.add(timed.enter(missed(task(number), NINE), NINE.plusSeconds(60), () -> {}));
        }
        assertThat(timed.expects(task(19))).isTrue();
        visitors.forEach(Visitor::close);
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        Instant next = NINE.plus(Duration.ofHours(1));
        // whoever attends the gate takes a moment to leave
        await().atMost(LIMIT).untilAsserted(() -> {
            timed.enter(missed(task(0), NINE), next, () -> {}).close();
            assertThat(metrics.onTime().since()).isEqualTo(next);
        });
    }

    private static Missed missed(TaskId task, Instant scheduledFor) {
        return new Missed(task, scheduledFor, TaskSpec.DEFAULT_PRIORITY);
    }

    private CompletableFuture<End> waitBehindOthers(TaskId task) {
        for (int number = 0; number < 9; number++) {
            TaskId older = new TaskId("default", "older-" + number);
            Visitor ignored = gate.enter(missed(older, NINE.minusSeconds(1)), NINE.plusSeconds(60), () -> {});
        }
        CompletableFuture<End> end = wait(task);
        await().atMost(LIMIT).until(() -> holds.count() == 1);
        return end;
    }

    private CompletableFuture<End> wait(TaskId task) {
        CompletableFuture<End> end = new CompletableFuture<>();
        Instant scheduledFor = NINE.plusSeconds(Long.parseLong(task.id().substring(1)));
        Hold hold = holds.open(task);
        Visitor visitor = gate.enter(missed(task, scheduledFor), NINE.plusSeconds(60), hold::look);
        Thread.ofVirtual().start(() -> {
            try (hold;
                    visitor) {
                End how = hold.until(Instant.now().plus(LONG), () -> visitor.decision() != null);
                if (how == End.INSTANT) {
                    through.add(task);
                }
                end.complete(how);
            } catch (InterruptedException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static TaskId task(int number) {
        return new TaskId("default", "t" + number);
    }
}
