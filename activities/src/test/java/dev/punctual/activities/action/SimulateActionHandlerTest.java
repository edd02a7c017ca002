package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.SimulateAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulateActionHandlerTest {
    private final SimulateActionHandler handler = new SimulateActionHandler();

    @Test
    void succeedsWithItsOutput() throws InterruptedException {
        assertThat(handler.perform(
                        simulate(Duration.ZERO, Duration.ZERO, 0, "done"), Contexts.within(Duration.ofSeconds(1))))
                .isEqualTo(new Outcome.Succeeded(Map.of("output", "done")));
        assertThat(handler.perform(
                        simulate(Duration.ZERO, Duration.ZERO, 0, null), Contexts.within(Duration.ofSeconds(1))))
                .isEqualTo(new Outcome.Succeeded(null));
    }

    @Test
    void failsInTheGivenShareOfFires() throws InterruptedException {
        SimulateAction action = simulate(Duration.ZERO, Duration.ZERO, 0.3, null);
        int failed = 0;
        for (int i = 0; i < 2_000; i++) {
            if (handler.perform(action, Contexts.of(fire(i), 1)) instanceof Outcome.Failed failure) {
                assertThat(failure.error().type()).isEqualTo("SIMULATED");
                assertThat(failure.retryable()).isTrue();
                failed++;
            }
        }
        assertThat(failed).isBetween(500, 700);
    }

    @Test
    void goesTheSameWayForTheSameAttemptAndMayGoAnotherForTheNext() throws InterruptedException {
        SimulateAction action = simulate(Duration.ZERO, Duration.ZERO, 0.5, null);

        assertThat(failures(action, 1)).isEqualTo(failures(action, 1));
        assertThat(failures(action, 1)).isNotEqualTo(failures(action, 2));
    }

    @Test
    void sleepsBetweenItsTwoDurations() throws InterruptedException {
        long start = System.nanoTime();
        handler.perform(
                simulate(Duration.ofMillis(40), Duration.ofMillis(60), 0, null),
                Contexts.within(Duration.ofSeconds(1)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
    }

    @Test
    void endsAtTheTimeout() throws InterruptedException {
        long start = System.nanoTime();
        Outcome outcome = handler.perform(
                simulate(Duration.ofHours(1), Duration.ofHours(2), 0, null), Contexts.within(Duration.ofMillis(50)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        timedOut -> assertThat(timedOut.error().message()).contains("PT0.05S"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    @Test
    void stopsWhenInterrupted() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                handler.perform(
                        simulate(Duration.ofHours(1), Duration.ofHours(1), 0, null),
                        Contexts.within(Duration.ofHours(2)));
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        thread.interrupt();

        assertThat(interrupted).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    private List<Boolean> failures(SimulateAction action, int attempt) throws InterruptedException {
        List<Boolean> failures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            failures.add(handler.perform(action, Contexts.of(fire(i), attempt)) instanceof Outcome.Failed);
        }
        return failures;
    }

    private static FireId fire(int second) {
        return FireId.of(Contexts.TASK, Contexts.INSTANT.plusSeconds(second), Trigger.SCHEDULE);
    }

    private static SimulateAction simulate(Duration min, Duration max, double failureRate, @Nullable Object output) {
        return new SimulateAction(min, max, failureRate, output);
    }
}
