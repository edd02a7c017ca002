package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LateClaimsTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final FireId FIRE = FireId.of(TASK, NINE, Trigger.SCHEDULE);
    private static final UUID TOKEN = UUID.randomUUID();

    private final Deque<Boolean> fresh = new ArrayDeque<>();
    private final Deque<Duration> answers = new ArrayDeque<>();
    private Map<UUID, Optional<StopOrder>> claims = Map.of(TOKEN, Optional.empty());
    private Instant now = NINE;
    private Duration heardFor = Duration.ofSeconds(1);
    private int asked;
    private final List<TaskId> obeyed = new ArrayList<>();

    private final LateClaims late = new LateClaims(book(), this::isHeardFor, obeyed::add, () -> now);

    private boolean isHeardFor(Duration time) {
        return time.isZero() ? fresh.isEmpty() || fresh.removeFirst() : time.compareTo(heardFor) <= 0;
    }

    /** Knows the claims, and takes as long to say so as the test wants. */
    private FireBook book() {
        return (FireBook) Proxy.newProxyInstance(
                LateClaimsTest.class.getClassLoader(), new Class<?>[] {FireBook.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("claims");
                    asked++;
                    now = now.plus(answers.isEmpty() ? Duration.ZERO : answers.removeFirst());
                    return claims;
                });
    }

    private boolean isInForce() {
        return late.isInForce(TASK, FIRE, TOKEN, NINE);
    }

    @Test
    void whatWasGrantedPromptlyIsNotAskedForAgain() {
        now = NINE.plusMillis(1_900);
        assertThat(isInForce()).isTrue();
        assertThat(asked).isZero();
        assertThat(obeyed).isEmpty();
    }

    @Test
    void whoWasHeardAllTheWhileDoesNotAskAgain() {
        now = NINE.plusSeconds(7);
        heardFor = Duration.ofSeconds(7);
        assertThat(isInForce()).isTrue();
        assertThat(asked).isZero();
    }

    @Test
    void whatWasGrantedLateIsBegunIfTheBookStillSaysSo() {
        now = NINE.plusSeconds(7);
        assertThat(isInForce()).isTrue();
        assertThat(asked).isEqualTo(1);
        // it may be cancelled by now
        assertThat(obeyed).containsExactly(TASK);
    }

    @Test
    void whatOthersHaveGivenUpIsNotBegun() {
        now = NINE.plusSeconds(7);
        claims = Map.of(UUID.randomUUID(), Optional.empty());
        assertThat(isInForce()).isFalse();
    }

    @Test
    void anAnswerThatWasLateAgainIsNoAnswer() {
        now = NINE.plusSeconds(7);
        answers.add(Duration.ofSeconds(3));
        assertThat(isInForce()).isTrue();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void theBookIsAskedOnceItHasHeardOfThisWorker() {
        now = NINE.plusSeconds(7);
        fresh.add(false);
        fresh.add(false);
        assertThat(isInForce()).isTrue();
        assertThat(asked).isEqualTo(1);
        assertThat(fresh).isEmpty();
    }

    @Test
    void whoIsInterruptedMeanwhileBeginsNothing() {
        now = NINE.plusSeconds(7);
        fresh.add(false);
        Thread.currentThread().interrupt();
        assertThat(isInForce()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).isZero();
    }
}
