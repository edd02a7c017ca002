package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import dev.punctual.workflows.task.TriggerAction;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class TriggerActionHandlerTest {
    private static final TriggerAction ACTION = new TriggerAction("clean-up", Map.of("for", "{{task}}"));

    @Test
    void answersTheFireOfTheOtherTaskInItsOwnNamespace() {
        Outcome outcome = perform((task, source) -> {
            assertThat(task).isEqualTo(new TaskId("billing", "clean-up"));
            return FireId.of(task, source.scheduledFor(), Trigger.DEPENDENCY, source);
        });

        FireId expected =
                FireId.of(new TaskId("billing", "clean-up"), Contexts.INSTANT, Trigger.DEPENDENCY, Contexts.FIRE);
        assertThat(outcome).isEqualTo(new Outcome.Succeeded(Map.of("fire", expected.toString())));
    }

    @Test
    void isNotTriedAgainWhenTheBookRefuses() {
        assertRefused("TASK_NOT_FOUND", new TaskRefusal.NotFound(new TaskId("billing", "clean-up")));
        assertRefused(
                "TASK_CANCELLED",
                new TaskRefusal.WrongState(new TaskId("billing", "clean-up"), TaskState.CANCELLED, "use PUT"));
        assertRefused("TRIGGER_CHAIN", new TaskRefusal.Invalid("/task", "TOO_DEEP", "16 fires in a row"));
    }

    private static void assertRefused(String type, TaskRefusal refusal) {
        Outcome outcome = perform((task, source) -> {
            throw refusal;
        });
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.error().type()).isEqualTo(type);
            assertThat(failed.error().message()).isEqualTo(refusal.getMessage());
        });
    }

    private static Outcome perform(BiFunction<TaskId, FireId, FireId> book) {
        TaskBook tasks = (TaskBook) Proxy.newProxyInstance(
                TaskBook.class.getClassLoader(), new Class<?>[] {TaskBook.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("triggerFrom");
                    assertThat(arguments[2]).isEqualTo(Map.of("for", Contexts.TASK.id()));
                    return book.apply((TaskId) arguments[0], (FireId) arguments[1]);
                });
        return new TriggerActionHandler(tasks).perform(ACTION, Contexts.within(Duration.ofSeconds(1)));
    }
}
