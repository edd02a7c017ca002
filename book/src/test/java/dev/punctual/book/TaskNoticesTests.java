package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workflows.task.TaskId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskNoticesTests {
    private final List<TaskId> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger missed = new AtomicInteger();

    @Test
    void everyChangeIsHeardAlsoAfterALostConnection() {
        try (TestBook book = TestBook.open();
                TaskNotices notices = new TaskNotices(book::connect, heard::add, missed::incrementAndGet)) {
            TaskId id = book.create("heard", book.everyMinute()).id();
            notices.start();
            await().until(() -> missed.get() == 1);
            book.tasks().pause(id, null, null, null, "ann");
            await().until(() -> heard.size() == 1);
            book.tasks().trigger(id, "ann");
            await().until(() -> heard.size() == 2);

            assertThat(book.terminateSessions()).isPositive();
            await().until(() -> missed.get() == 2);
            book.tasks().cancel(id, null, "ann");
            await().until(() -> heard.size() == 3);
            assertThat(heard).containsOnly(id);
        }
    }

    @Test
    void aListenerThatIsClosedIsClosedInTheDatabaseToo() {
        try (TestBook book = TestBook.open()) {
            TaskNotices notices = new TaskNotices(book::connect, heard::add, missed::incrementAndGet);
            notices.start();
            await().until(() -> missed.get() == 1);
            notices.close();
            await().until(() -> book.jdbc().sql("""
                                    select count(*) from pg_stat_activity
                                    where datname = current_database() and query ilike 'listen%'
                                    """).query(Long.class).single() == 0);
        }
    }
}
