package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.book.TestBook;
import dev.punctual.workerapp.duty.OverdueWatch;
import dev.punctual.workflows.task.TaskId;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is overdue is rescued also while the engine fails some of the calls. */
class OverdueWatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aRestartThatIsNotAnsweredOrFailsHoldsUpNoOther() {
        CountDownLatch answered = new CountDownLatch(1);
        RecordingEngine engine = new RecordingEngine() {
            @Override
            public void restart(TaskId task) {
                switch (task.id()) {
                    case "silent" -> await().atMost(LIMIT.multipliedBy(2)).until(() -> answered.getCount() == 0);
                    case "refused" -> throw new IllegalStateException("the engine refuses");
                    default -> super.restart(task);
                }
            }
        };
        try (TestBook book = TestBook.open()) {
            for (String id : new String[] {"silent", "refused", "other-1", "other-2"}) {
                book.create(id, book.everyMinute());
                book.turnBack(TestBook.id(id), book.now().minusSeconds(30));
            }
            OverdueWatch watch = new OverdueWatch(
                    new OverdueWatch.Parts(book.engine(), book.workers(), engine, TimeMeter.SYSTEM_NANOTIME),
                    100,
                    task -> false);

            assertThat(watch.runOnce()).isEqualTo(4);

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(engine.asked)
                            .containsExactlyInAnyOrder(
                                    "restart " + TestBook.id("other-1"), "restart " + TestBook.id("other-2")));
            assertThat(watch.runOnce()).as("they are left alone for a while").isZero();
            answered.countDown();
        }
    }
}
