package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.action.ActionHandler;
import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.activities.action.FireContext;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.RemoteAction;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunningAttemptsTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    private static Outcome perform(Supplier<Outcome> work) {
        ActionHandlers handlers = new ActionHandlers(Arrays.stream(Action.class.getPermittedSubclasses())
                .filter(kind -> kind != RemoteAction.class)
                .map(kind -> handler(kind.asSubclass(Action.class), work))
                .collect(Collectors.toList()));
        RunningAttempts attempts = new RunningAttempts(handlers, () -> NINE);
        try (RunningAttempts.Attempt attempt = attempts.open(TASK, UUID.randomUUID())) {
            return attempt.perform(
                    new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null),
                    new FireContext(FireId.of(TASK, NINE, Trigger.SCHEDULE), TASK, NINE, 1, Duration.ofMinutes(1)),
                    NINE);
        }
    }

    private static <A extends Action> ActionHandler<A> handler(Class<A> kind, Supplier<Outcome> work) {
        return new ActionHandler<>() {
            @Override
            public Class<A> kind() {
                return kind;
            }

            @Override
            public Outcome perform(A action, FireContext context) {
                return work.get();
            }
        };
    }

    @Test
    void anAttemptEndsAsItsHandlerSays() {
        Outcome.Succeeded done = new Outcome.Succeeded(null);
        assertThat(perform(() -> done)).isSameAs(done);
    }

    @Test
    void anAttemptFailsWithItsHandler() {
        assertInternal(perform(() -> {
            throw new IllegalStateException("secret");
        }));
    }

    @Test
    void anErrorDoesNotLeaveTheAttemptUntilItsTimeout() {
        assertInternal(perform(() -> {
            throw new OutOfMemoryError("unable to create native thread");
        }));
    }

    private static void assertInternal(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error().type()).isEqualTo("INTERNAL");
            assertThat(failed.retryable()).isTrue();
        });
    }
}
