package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.punctual.book.TaskBook;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.SimulateAction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionHandlersTest {
    private static final SimulateAction SIMULATE = new SimulateAction(Duration.ZERO, Duration.ZERO, 0, "done");

    @Test
    void performsEachKindByItsHandler() throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (HttpActionHandler http = new HttpActionHandler(AddressRules.publicOnly(), Secrets.none(), "test", meters);
                SqlActionHandler sql = new SqlActionHandler(Map.of(), meters)) {
            ActionHandlers handlers = new ActionHandlers(List.of(
                    http,
                    sql,
                    new CommandActionHandler(ActionRules.NONE, CommandSettings.DEFAULT, meters),
                    new TriggerActionHandler(nobody()),
                    new SimulateActionHandler()));
            FireContext context = Contexts.within(Duration.ofSeconds(30));

            assertThat(handlers.perform(SIMULATE, context)).isEqualTo(new Outcome.Succeeded(Map.of("output", "done")));
            assertThat(handlers.perform(
                            new HttpAction("GET", "http://127.0.0.1:1/", Map.of(), null, List.of("2xx"), false),
                            context))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.error().type()).isEqualTo("ADDRESS_REFUSED"));
        }
    }

    /** A book that is not asked. */
    private static TaskBook nobody() {
        return (TaskBook) Proxy.newProxyInstance(
                TaskBook.class.getClassLoader(), new Class<?>[] {TaskBook.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method.getName());
                });
    }

    @Test
    void isNotMadeWhileAKindHasNoHandler() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActionHandlers(List.of(new SimulateActionHandler())))
                .withMessageContaining("HttpAction");
    }

    @Test
    void isNotMadeWithTwoHandlersOfOneKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActionHandlers(List.of(new SimulateActionHandler(), new SimulateActionHandler())))
                .withMessageContaining("SimulateAction");
    }
}
