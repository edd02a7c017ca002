package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.StartRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SupervisorTests {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FakeServer server = new FakeServer();
    private final Supervisor supervisor = new Supervisor(server, () -> now);

    @Test
    void leavesARunningServerAlone() {
        assertThat(supervisor.runOnce()).isFalse();
        assertThat(server.starts).hasValue(0);
    }

    @Test
    void restartsADeadServerAtOnce() {
        server.kill();

        assertThat(supervisor.runOnce()).isTrue();
        assertThat(server.hasDied()).isFalse();
    }

    @Test
    void waitsLongerEachTimeForAServerThatKeepsDying() {
        server.broken = true;
        server.kill();
        Duration pause = Supervisor.FIRST_PAUSE;
        supervisor.runOnce();
        for (int starts = 2; starts < 12; starts++) {
            now = now.plus(pause).minusMillis(1);
            supervisor.runOnce();
            assertThat(server.starts).hasValue(starts - 1);

            now = now.plusMillis(1);
            supervisor.runOnce();
            assertThat(server.starts).hasValue(starts);
            pause = pause.multipliedBy(2).compareTo(Supervisor.LONGEST_PAUSE) > 0
                    ? Supervisor.LONGEST_PAUSE
                    : pause.multipliedBy(2);
        }
        assertThat(pause).isEqualTo(Supervisor.LONGEST_PAUSE);
    }

    @Test
    void restartsAtOnceAgainAfterALongHealthyTime() {
        for (int deaths = 1; deaths <= 3; deaths++) {
            server.kill();
            assertThat(supervisor.runOnce()).isTrue();
            now = now.plus(Supervisor.HEALTHY_AFTER).plusMillis(1);
        }
    }

    @Test
    void watchesUntilItIsStopped() {
        Supervisor watching = new Supervisor(server, InstantSource.system());
        watching.start();
        server.kill();
        await().untilAsserted(() -> assertThat(server.starts).hasValue(1));

        watching.stop();

        server.kill();
        assertThat(server.starts).hasValue(1);
    }

    /** Lives and dies by a flag. */
    private static final class FakeServer implements EmbeddedServer {

        final AtomicInteger starts = new AtomicInteger();
        volatile boolean broken;
        private volatile boolean dead;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void start() {
            starts.incrementAndGet();
            if (broken) {
                throw new StartRefusedException("broken");
            }
            dead = false;
        }

        @Override
        public void stop() {
            dead = false;
        }

        @Override
        public void kill() {
            dead = true;
        }

        @Override
        public boolean hasDied() {
            return dead;
        }

        @Override
        public int port() {
            return 1;
        }
    }
}
