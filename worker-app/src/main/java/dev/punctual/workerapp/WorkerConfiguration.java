package dev.punctual.workerapp;

import dev.punctual.activities.Attempts;
import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.DispatchedFires;
import dev.punctual.activities.FireActivitiesImpl;
import dev.punctual.activities.FireMetrics;
import dev.punctual.activities.FollowUpFires;
import dev.punctual.activities.Holds;
import dev.punctual.activities.LateClaims;
import dev.punctual.activities.Leads;
import dev.punctual.activities.QueueRoom;
import dev.punctual.activities.RemoteAttempts;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.activities.Slots;
import dev.punctual.activities.Stays;
import dev.punctual.activities.StopOrders;
import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.book.BookClock;
import dev.punctual.book.EngineBook;
import dev.punctual.book.FireBook;
import dev.punctual.book.FireChanges;
import dev.punctual.book.SlotBook;
import dev.punctual.book.TaskBook;
import dev.punctual.workerapp.duty.Heartbeat;
import dev.punctual.workflows.DispatchedFireActivities;
import dev.punctual.workflows.FireActivities;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.TaskEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What holds and performs fires, in a process that has the role. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    private static final Logger log = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    FireMetrics fireMetrics(MeterRegistry registry) {
        return new FireMetrics(registry);
    }

    @Bean
    Holds holds(BookClock clock) {
        return new Holds(clock);
    }

    @Bean
    CatchUpGate catchUpGate(FireMetrics metrics, EngineBook book, PunctualProperties properties) {
        return new CatchUpGate(
                properties.catchUp().firesPerSecond(), metrics, ahead -> oldestMissed(book, ahead), System::nanoTime);
    }

    private static @Nullable Instant oldestMissed(EngineBook book, int ahead) {
        try {
            return book.missed(ahead);
        } catch (RuntimeException e) {
            // the order is all that suffers
            log.debug("cannot tell which missed fires are the oldest", e);
            return null;
        }
    }

    @Bean
    RunningAttempts runningAttempts(ActionHandlers handlers, BookClock clock) {
        return new RunningAttempts(handlers, clock);
    }

    @Bean
    FollowUpFires followUpFires(FireBook fires, TaskEngine engine) {
        return new FollowUpFires(fires, engine);
    }

    @Bean
    StopOrders stopOrders(TaskBook tasks, FireBook fires, RunningAttempts running) {
        return new StopOrders(tasks, fires, running);
    }

    @Bean
    LateClaims lateClaims(FireBook fires, Heartbeat heartbeat, StopOrders orders, BookClock clock) {
        return new LateClaims(fires, heartbeat::isHeardFor, orders::obey, clock);
    }

    @Bean
    Attempts attempts(
            ProcessIdentity process,
            FireBook fires,
            RunningAttempts running,
            LateClaims late,
            FollowUpFires followUps,
            FireMetrics metrics,
            BookClock clock) {
        return new Attempts(process.name(), fires, running, late, followUps, metrics, clock);
    }

    @Bean
    Slots slots(SlotBook book, FireBook fires, TaskEngine engine) {
        return new Slots(book, fires, engine);
    }

    @Bean
    QueueRoom queueRoom(PunctualProperties properties) {
        Set<String> served = properties.servedQueues();
        return new QueueRoom(
                properties.worker().slots(),
                queue -> served.contains(queue) && !properties.settingsOf(queue).isLimited(),
                System::nanoTime);
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    DispatchedFireActivities dispatchedFires(
            FireBook fires,
            FireChanges changes,
            TaskBook tasks,
            Attempts attempts,
            FollowUpFires followUps,
            FireMetrics metrics,
            TaskEngine engine,
            Slots slots,
            QueueRoom room,
            Holds holds,
            BookClock clock) {
        RemoteAttempts remote = new RemoteAttempts(fires, followUps, metrics, clock);
        return new DispatchedFires(
                new DispatchedFires.Parts(fires, changes, tasks, attempts, remote, engine, slots, room, holds, clock));
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    FireActivities fireActivities(
            FireBook fires,
            TaskBook tasks,
            Holds holds,
            CatchUpGate gate,
            Attempts attempts,
            TaskEngine engine,
            Slots slots,
            QueueRoom room,
            Lead lead,
            EngineBook engineBook,
            FireMetrics metrics,
            PunctualProperties properties,
            BookClock clock) {
        Leads leads = new Leads(lead, engineBook, clock);
        Stays stays = new Stays(properties.engine().wakesPerSecond(), new Random());
        return new FireActivitiesImpl(new FireActivitiesImpl.Parts(
                fires, tasks, holds, gate, attempts, engine, slots, room, leads, stays, metrics, clock));
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    Workers workers(
            WorkflowClient client,
            FireActivities activities,
            DispatchedFireActivities dispatched,
            Holds holds,
            RunningAttempts running,
            PunctualProperties properties) {
        return new Workers(client, activities, dispatched, holds, running, properties);
    }
}
