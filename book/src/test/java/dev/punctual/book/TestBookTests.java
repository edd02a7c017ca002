package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TestBookTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void sessionsLiveInAZoneThatIsNotUtc() {
        assertThat(book.jdbc()
                        .sql("select current_setting('timezone')")
                        .query(String.class)
                        .single())
                .isEqualTo("America/Los_Angeles");
    }

    @Test
    void migrationsMakeTheBooksTables() {
        var tables = book.jdbc()
                .sql("select tablename from pg_tables where schemaname = 'public' order by tablename")
                .query(String.class)
                .list();
        assertThat(tables)
                .contains(
                        "attempt", "audit_event", "engine_instance", "fire", "task", "task_version", "worker_instance");
    }

    @Test
    void eachBookHasADatabaseOfItsOwn() {
        try (TestBook other = TestBook.open()) {
            other.create("only-there", other.pastOnce());
            assertThat(book.tasks().find(TestBook.id("only-there"))).isEmpty();
        }
    }

    @Test
    void theClockAgreesWithTheDatabases() {
        Instant before = book.clock().instant();
        Instant now = book.now();
        assertThat(before).isBefore(now).isAfter(now.minus(Duration.ofSeconds(5)));
    }
}
