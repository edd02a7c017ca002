package dev.punctual.bench;

import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What goes on beside the load that is measured.
 *
 * @param creates so many tasks a second are created through the API, whatever the answers do
 * @param watchers so many clients watch the live updates
 * @param watch what each of them hears
 * @param halfway is done in the middle of the measured window; null for nothing
 */
record Beside(
        int creates,
        int watchers,
        Watchers.Watch watch,
        @Nullable Runnable halfway) {
    /** Nothing. */
    static final Beside NOTHING = new Beside(0, 0, Watchers.Watch.ALL, null);

    Beside {
        if (creates < 0 || watchers < 0) {
            throw new BenchException("--creates and --watchers must be 0 or more");
        }
    }

    /** Nothing, but for what is done in the middle of the measured window. */
    static Beside halfway(Runnable halfway) {
        return new Beside(0, 0, Watchers.Watch.ALL, halfway);
    }

    /** Begins what goes on from now until the measured window is over. */
    Company begin(Session session, Workload workload) {
        return new Company(session, workload);
    }

    /** What goes on. */
    final class Company implements Closeable {
        private final Watchers watching;
        private final CreateLoad load;
        private final @Nullable Thread creating;
        private final @Nullable FutureTask<Void> middle;

        private Company(Session session, Workload workload) {
            watching = Watchers.open(session.api(), watchers, watch, workload);
            load = new CreateLoad(session, 1);
            long now = Micros.now();
            Duration length = Duration.ofMillis((workload.windowEnd() - now) / Micros.MILLI);
            creating = creates == 0
                    ? null
                    : Thread.ofPlatform()
                            .name("creates")
                            .start(() -> load.open(CreateLoad.sendTimes(now, creates, length), () -> {}));
            middle = halfway == null ? null : new FutureTask<>(halfway, null);
            if (middle != null) {
                long wait = (workload.windowStart() + workload.windowEnd()) / 2 - now;
                Thread.ofPlatform().name("halfway").daemon().start(() -> {
                    Progress.pause(wait / Micros.MILLI);
                    middle.run();
                });
            }
        }

        /** What was seen of it in the measured window; waits for the last answers. */
        Seen seen(long windowStart) {
            try {
                if (creating != null) {
                    creating.join();
                }
                if (middle != null) {
                    middle.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("Interrupted while waiting for what goes on beside the load.");
            } catch (ExecutionException e) {
                throw new BenchException("What was to be done halfway failed: " + e.getCause(), e);
            }
            Latencies latencies = new Latencies();
            load.calls().stream()
                    .filter(call -> call.sentMicros() >= windowStart)
                    .forEach(call -> latencies.add(call.sample().lateness()));
            return new Seen(watching.data(), latencies);
        }

        @Override
        public void close() {
            watching.close();
        }
    }

    /**
     * What was seen of it.
     *
     * @param watchers by those who watched
     * @param creates the requests of the measured window, from when they were to be sent to the answer
     */
    record Seen(Map<String, Object> watchers, Latencies creates) {}
}
