package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.QueueRoom;
import dev.punctual.book.BookClock;
import dev.punctual.book.FireLedger;
import dev.punctual.book.TestBook;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is wrong about the time, on a real book: the database has the last word. */
class ClockAheadTest {
    private static final TaskId TASK = TestBook.id("ahead");

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT0.8S", "PT0S", "PT-1H"})
    void aWorkerWithAWrongClockFiresOnceAndNeverEarly(Duration ahead) {
        try (TestBook book = TestBook.open()) {
            BookClock clock = new BookClock();
            Instant due = book.now().plusSeconds(2).truncatedTo(ChronoUnit.MICROS);
            book.create(TASK.id(), new OneTimeSchedule(due));
            clock.read(book.now().plus(ahead));
            try (LoneWorker worker = new LoneWorker(book, clock, new QueueRoom(10, queue -> true, System::nanoTime))) {
                worker.untilEnded(TASK);
            }
            List<Fire> all = book.ledger()
                    .list(new FireLedger.FireQuery(TASK.namespace(), TASK.id(), null, null, null, null, null, 10));
            assertThat(all).singleElement().satisfies(fire -> {
                assertThat(fire.scheduledFor()).isEqualTo(due);
                assertThat(fire.claimedAt()).isAfterOrEqualTo(due);
                assertThat(fire.startedAt()).isAfterOrEqualTo(due);
            });
        }
    }
}
