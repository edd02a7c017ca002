package dev.punctual.workerapp.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.WorkerBook;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTests {
    private static final WorkerBook.Heartbeat SIGN =
            new WorkerBook.Heartbeat("w-1", "host", 42, "worker", Instant.EPOCH, 0, 0, null, 1);

    private Duration answer = Duration.ofMillis(3);
    private long now;

    private final Heartbeat heartbeat = new Heartbeat(book(), () -> SIGN, () -> now);

    /** Answers after as long as the test wants. */
    private WorkerBook book() {
        return (WorkerBook) Proxy.newProxyInstance(
                HeartbeatTests.class.getClassLoader(),
                new Class<?>[] {WorkerBook.class},
                (proxy, method, arguments) -> {
                    assertThat(arguments).containsExactly(SIGN);
                    pass(answer);
                    return null;
                });
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aLeaseIsFreshForHalfOfIt() {
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isFalse();
        heartbeat.runOnce();
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isFalse();
    }

    @Test
    void anAnswerThatWasWithheldSaysNothingOfNow() {
        answer = Duration.ofSeconds(7);
        heartbeat.runOnce();
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isFalse();
    }

    @Test
    void aLeaseIsKeptOnceItWasRenewedForAsLongAsItLasts() {
        for (int second = 0; second < 6; second++) {
            heartbeat.runOnce();
            assertThat(heartbeat.isKept()).isEqualTo(second >= 5);
            assertThat(heartbeat.isHeardFor(Duration.ofSeconds(3))).isEqualTo(second >= 3);
            pass(Duration.ofSeconds(1));
        }
        pass(Duration.ofSeconds(3));
        heartbeat.runOnce();
        assertThat(heartbeat.isHeardFor(Duration.ZERO)).isTrue();
        assertThat(heartbeat.isKept()).isFalse();
    }
}
