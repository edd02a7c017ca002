package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.QueueRoom;
import dev.punctual.book.TestBook;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fire whose task names a priority gets a workflow of its own only where that makes a difference. */
class InlineWhereNobodyWaitsTest {
    private static final TaskId TASK = TestBook.id("prioritised");

    private final TestBook book = TestBook.open();

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void whereNobodyWaitsItIsPerformedByTheWorkerThatHeldIt() {
        create(spec -> spec.priority(1));

        List<String> asked = perform(4);

        assertThat(asked).isEmpty();
        assertThat(fire().state()).isEqualTo(FireState.SUCCEEDED);
    }

    @Test
    void soAreItsRetries() {
        create(spec -> spec.priority(1)
                .action(new SimulateAction(Duration.ZERO, Duration.ZERO, 1, null))
                .retry(new RetryPolicy(2, Duration.ofMillis(100), 2.0, Duration.ofSeconds(1), null)));

        List<String> asked = perform(4);

        assertThat(asked).isEmpty();
        assertThat(fire().state()).isEqualTo(FireState.FAILED);
        assertThat(fire().attempt()).isEqualTo(2);
    }

    @Test
    void withoutAFreeSlotItIsHandedOver() {
        create(spec -> spec.priority(1));

        List<String> asked = perform(0);

        assertThat(asked).containsExactly("perform " + fire().id());
        assertThat(fire().state()).isEqualTo(FireState.PENDING);
    }

    @Test
    void whatTakesLongIsHandedOverInAnyCase() {
        create(spec -> spec.priority(1).timeout(Duration.ofMinutes(5)));

        List<String> asked = perform(4);

        assertThat(asked).containsExactly("perform " + fire().id());
        assertThat(fire().state()).isEqualTo(FireState.PENDING);
    }

    private void create(UnaryOperator<TaskSpec.Builder> change) {
        book.create(
                TASK.id(),
                change.apply(TestBook.spec(book.pastOnce()).toBuilder()).build());
    }

    /** What the engine was asked for meanwhile. */
    private List<String> perform(int slots) {
        QueueRoom room = new QueueRoom(slots, queue -> true, System::nanoTime);
        try (LoneWorker worker = new LoneWorker(book, book.clock(), room)) {
            worker.untilEnded(TASK);
            return worker.asked();
        }
    }

    private Fire fire() {
        List<Fire> fires = book.firesOf(TASK);
        assertThat(fires).hasSize(1);
        return fires.getFirst();
    }
}
