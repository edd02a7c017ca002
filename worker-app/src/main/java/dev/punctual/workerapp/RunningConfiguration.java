package dev.punctual.workerapp;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.FollowUpFires;
import dev.punctual.activities.Holds;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.activities.Slots;
import dev.punctual.activities.StopOrders;
import dev.punctual.book.AuditRecords;
import dev.punctual.book.BackfillBook;
import dev.punctual.book.BookClock;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.EngineBook;
import dev.punctual.book.FireBook;
import dev.punctual.book.FreezeBook;
import dev.punctual.book.IdempotencyStore;
import dev.punctual.book.JdbcFireStats;
import dev.punctual.book.LiveBook;
import dev.punctual.book.Partitions;
import dev.punctual.book.Retention;
import dev.punctual.book.SlotBook;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskNotices;
import dev.punctual.book.WorkerBook;
import dev.punctual.workerapp.duty.BackfillRunner;
import dev.punctual.workerapp.duty.CalendarSync;
import dev.punctual.workerapp.duty.DayRecords;
import dev.punctual.workerapp.duty.Duty;
import dev.punctual.workerapp.duty.EngineSync;
import dev.punctual.workerapp.duty.FireWatch;
import dev.punctual.workerapp.duty.FreezeWatch;
import dev.punctual.workerapp.duty.GateNotes;
import dev.punctual.workerapp.duty.Heartbeat;
import dev.punctual.workerapp.duty.LeaseWatch;
import dev.punctual.workerapp.duty.OverdueWatch;
import dev.punctual.workerapp.duty.SlotWatch;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.task.TaskId;
import io.github.bucket4j.TimeMeter;
import io.temporal.client.WorkflowClient;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes on in a process beside requests and fires, and in which order it starts and stops. */
@Configuration(proxyBeanMethods = false)
class RunningConfiguration {
    @Bean
    ProcessIdentity process(PunctualProperties properties) {
        return new ProcessIdentity(properties.roles());
    }

    @Bean
    Heartbeat heartbeat(WorkerBook book, ProcessIdentity process, Holds holds, RunningAttempts running) {
        return new Heartbeat(book, () -> process.heartbeat(holds.count(), running.count()), System::nanoTime);
    }

    @Bean
    OverdueWatch overdueWatch(
            EngineBook book,
            WorkerBook workers,
            TaskEngine engine,
            Holds holds,
            CatchUpGate gate,
            PunctualProperties properties) {
        return new OverdueWatch(
                new OverdueWatch.Parts(book, workers, engine, TimeMeter.SYSTEM_NANOTIME),
                properties.engine().wakesPerSecond(),
                task -> holds.has(task) || gate.expects(task));
    }

    @Bean
    GateNotes gateNotes(CatchUpGate gate, EngineBook book) {
        return new GateNotes(gate, book);
    }

    @Bean
    CalendarSync calendarSync(CalendarBook book) {
        return new CalendarSync(book);
    }

    @Bean
    BackfillRunner backfillRunner(BackfillBook book) {
        return new BackfillRunner(book);
    }

    @Bean
    FreezeWatch freezeWatch(FreezeBook book) {
        return new FreezeWatch(book);
    }

    @Bean
    DayRecords dayRecords(AuditRecords records, BookClock clock) {
        return new DayRecords(records, clock);
    }

    @Bean
    LeaseWatch leaseWatch(
            ProcessIdentity process,
            Heartbeat heartbeat,
            WorkerBook workers,
            FireBook fires,
            FollowUpFires followUps,
            TaskEngine engine,
            RunningAttempts running,
            BookClock clock) {
        return new LeaseWatch(
                process.name(),
                new LeaseWatch.Parts(heartbeat, workers, fires, followUps, engine, clock),
                running::tokens);
    }

    @Bean
    FireWatch fireWatch(EngineBook book, FireBook fires, TaskEngine engine) {
        return new FireWatch(book, fires, engine);
    }

    /** Whoever holds a changed task lets go of it; whoever runs a cancelled one stops. */
    @Bean
    TaskNotices taskNotices(JdbcConnectionDetails database, Holds holds, RunningAttempts running, StopOrders orders) {
        return new TaskNotices(
                () -> DriverManager.getConnection(
                        database.getJdbcUrl(), database.getUsername(), database.getPassword()),
                task -> {
                    holds.changed(task);
                    if (running.has(task)) {
                        obeyApart(task, orders);
                    }
                },
                () -> {
                    holds.changedAll();
                    running.tasks().forEach(task -> obeyApart(task, orders));
                });
    }

    private static void obeyApart(TaskId task, StopOrders orders) {
        Thread.ofVirtual().name("cancel-" + task).start(() -> orders.obey(task));
    }

    @Bean
    Rehearsal rehearsal(
            ProcessIdentity process,
            WorkflowClient client,
            FireBook fires,
            TaskBook tasks,
            SlotBook slots,
            EngineBook engine,
            BookClock clock) {
        return new Rehearsal(process.name(), new Rehearsal.Parts(client, fires, tasks, slots, engine, clock));
    }

    @Bean
    SlotWatch slotWatch(SlotBook book, Slots slots) {
        return new SlotWatch(book, slots);
    }

    @Bean
    Running running(
            DataSource database,
            JdbcClient jdbc,
            BookClock clock,
            Partitions partitions,
            Retention retention,
            JdbcFireStats stats,
            LiveBook live,
            IdempotencyStore idempotency,
            Rehearsal rehearsal,
            ObjectProvider<FirstVisit> firstVisit,
            ApplicationEventPublisher events,
            ProcessIdentity process,
            WorkerBook workerBook,
            TaskNotices notices,
            EngineSync engineSync,
            Heartbeat heartbeat,
            OverdueWatch overdueWatch,
            LeaseWatch leaseWatch,
            CalendarSync calendarSync,
            BackfillRunner backfillRunner,
            FreezeWatch freezeWatch,
            FireWatch fireWatch,
            SlotWatch slotWatch,
            GateNotes gateNotes,
            DayRecords dayRecords,
            ObjectProvider<Workers> workers) {
        List<Duty> duties = List.of(
                new Duty("heartbeat", Duration.ofSeconds(1), heartbeat),
                new Duty("engine-sync", Duration.ofSeconds(1), engineSync),
                new Duty("overdue-watch", Duration.ofMillis(500), overdueWatch),
                new Duty("lease-watch", Duration.ofSeconds(1), leaseWatch),
                new Duty("calendar-sync", Duration.ofSeconds(2), calendarSync),
                new Duty("freezes", Duration.ofSeconds(1), freezeWatch),
                new Duty("backfills", Duration.ofMillis(500), backfillRunner),
                new Duty("slot-watch", Duration.ofSeconds(1), slotWatch),
                new Duty("fire-watch", Duration.ofSeconds(10), fireWatch),
                new Duty("gate-notes", Duration.ofSeconds(1), gateNotes),
                new Duty("fire-stats", Duration.ofSeconds(15), stats::rollUp),
                new Duty("live-changes", Duration.ofSeconds(20), live::forget),
                new Duty("idempotency-keys", Duration.ofMinutes(10), idempotency::purge),
                new Duty("retention", Duration.ofMinutes(1), () -> retention.runOnce(clock.instant())),
                new Duty("audit-records", Duration.ofMinutes(1), dayRecords),
                new Duty("partitions", Duration.ofHours(1), () -> partitions.ensure(clock.instant())));
        return new Running(
                database,
                jdbc,
                clock,
                partitions,
                new Running.Parts(
                        List.of(notices::start, engineSync::start),
                        duties,
                        rehearsal,
                        firstVisit.getIfAvailable(),
                        workers.getIfAvailable(),
                        List.of(() -> workerBook.leave(process.name()), notices, engineSync),
                        () -> events.publishEvent(new Running.Up())));
    }
}
