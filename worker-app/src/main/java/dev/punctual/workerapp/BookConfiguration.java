package dev.punctual.workerapp;

import dev.punctual.activities.FireMetrics;
import dev.punctual.book.AuditBook;
import dev.punctual.book.AuditRecords;
import dev.punctual.book.BackfillBook;
import dev.punctual.book.BookClock;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.EngineBook;
import dev.punctual.book.FireChanges;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireOutput;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FreezeBook;
import dev.punctual.book.IdempotencyStore;
import dev.punctual.book.JdbcAuditBook;
import dev.punctual.book.JdbcBackfillBook;
import dev.punctual.book.JdbcCalendarBook;
import dev.punctual.book.JdbcEngineBook;
import dev.punctual.book.JdbcFireBook;
import dev.punctual.book.JdbcFireChanges;
import dev.punctual.book.JdbcFireLedger;
import dev.punctual.book.JdbcFireOutput;
import dev.punctual.book.JdbcFireOverview;
import dev.punctual.book.JdbcFireStats;
import dev.punctual.book.JdbcFreezeBook;
import dev.punctual.book.JdbcIdempotencyStore;
import dev.punctual.book.JdbcLiveBook;
import dev.punctual.book.JdbcSlotBook;
import dev.punctual.book.JdbcTaskBook;
import dev.punctual.book.JdbcTaskRecords;
import dev.punctual.book.JdbcTimeZoneBook;
import dev.punctual.book.JdbcWorkerBook;
import dev.punctual.book.LiveBook;
import dev.punctual.book.Partitions;
import dev.punctual.book.Retention;
import dev.punctual.book.SlotBook;
import dev.punctual.book.TaskRecords;
import dev.punctual.book.TimeZoneBook;
import dev.punctual.book.WorkerBook;
import dev.punctual.workerapp.duty.EngineSync;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The book, in this process. */
@Configuration(proxyBeanMethods = false)
class BookConfiguration {
    @Bean
    BookClock bookClock() {
        return new BookClock();
    }

    @Bean
    TransactionTemplate bookTransactions(PlatformTransactionManager manager) {
        return new TransactionTemplate(manager);
    }

    @Bean
    JdbcTaskBook taskBook(
            JdbcClient jdbc, TransactionTemplate bookTransactions, BookClock clock, EngineSync engineSync) {
        return new JdbcTaskBook(jdbc, bookTransactions, clock, engineSync);
    }

    @Bean
    BackfillBook backfillBook(
            JdbcClient jdbc, TransactionTemplate bookTransactions, JdbcTaskBook tasks, EngineSync engineSync) {
        return new JdbcBackfillBook(jdbc, bookTransactions, tasks, engineSync);
    }

    @Bean
    FreezeBook freezeBook(JdbcClient jdbc, TransactionTemplate bookTransactions, EngineSync engineSync) {
        return new JdbcFreezeBook(jdbc, bookTransactions, engineSync);
    }

    @Bean
    FireChanges fireChanges(JdbcClient jdbc, TransactionTemplate bookTransactions, EngineSync engineSync) {
        return new JdbcFireChanges(jdbc, bookTransactions, engineSync, engineSync);
    }

    @Bean
    CalendarBook calendarBook(
            JdbcClient jdbc, TransactionTemplate bookTransactions, BookClock clock, EngineSync engineSync) {
        return new JdbcCalendarBook(jdbc, bookTransactions, clock, engineSync);
    }

    @Bean
    TimeZoneBook timeZoneBook(
            JdbcClient jdbc, TransactionTemplate bookTransactions, BookClock clock, EngineSync engineSync) {
        return new JdbcTimeZoneBook(jdbc, bookTransactions, clock, engineSync);
    }

    @Bean
    JdbcFireBook fireBook(JdbcClient jdbc, TransactionTemplate bookTransactions, BookClock clock, FireMetrics metrics) {
        return new JdbcFireBook(jdbc, bookTransactions, clock, metrics::claimed);
    }

    @Bean
    SlotBook slotBook(JdbcClient jdbc, TransactionTemplate bookTransactions) {
        return new JdbcSlotBook(jdbc, bookTransactions);
    }

    @Bean
    FireLedger fireLedger(JdbcClient jdbc) {
        return new JdbcFireLedger(jdbc);
    }

    @Bean
    FireOverview fireOverview(JdbcClient jdbc) {
        return new JdbcFireOverview(jdbc);
    }

    @Bean
    TaskRecords taskRecords(JdbcClient jdbc) {
        return new JdbcTaskRecords(jdbc);
    }

    @Bean
    FireOutput fireOutput(JdbcClient jdbc) {
        return new JdbcFireOutput(jdbc);
    }

    @Bean
    LiveBook liveBook(JdbcClient jdbc) {
        return new JdbcLiveBook(jdbc);
    }

    @Bean
    WorkerBook workerBook(JdbcClient jdbc, BookClock clock) {
        return new JdbcWorkerBook(jdbc, clock);
    }

    @Bean
    EngineBook engineBook(JdbcClient jdbc, TransactionTemplate bookTransactions) {
        return new JdbcEngineBook(jdbc, bookTransactions);
    }

    @Bean
    JdbcFireStats fireStats(JdbcClient jdbc, EngineBook engineBook) {
        return new JdbcFireStats(jdbc, engineBook);
    }

    @Bean
    IdempotencyStore idempotencyStore(JdbcClient jdbc) {
        return new JdbcIdempotencyStore(jdbc);
    }

    @Bean
    Retention retention(JdbcClient jdbc, TransactionTemplate bookTransactions, PunctualProperties properties) {
        return new Retention(jdbc, bookTransactions, limits(properties));
    }

    private static Retention.Limits limits(PunctualProperties properties) {
        return new Retention.Limits(properties.retention(), properties.auditRetention());
    }

    @Bean
    AuditBook auditBook(JdbcClient jdbc, BookClock clock, PunctualProperties properties) {
        return new JdbcAuditBook(jdbc, clock, limits(properties));
    }

    @Bean
    AuditRecords auditRecords(
            JdbcClient jdbc, TransactionTemplate bookTransactions, AuditBook auditBook, TaskRecords taskRecords) {
        return new AuditRecords(jdbc, bookTransactions, auditBook, taskRecords);
    }

    @Bean
    Partitions partitions(JdbcClient jdbc, TransactionTemplate bookTransactions) {
        return new Partitions(jdbc, bookTransactions);
    }
}
