package dev.punctual.workerapp;

import dev.punctual.activities.FireActivitiesImpl;
import dev.punctual.activities.FireMetrics;
import dev.punctual.activities.Holds;
import dev.punctual.activities.Leads;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.book.BookClock;
import dev.punctual.book.EngineBook;
import dev.punctual.book.FireBook;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.FireActivities;
import dev.punctual.workflows.Lead;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What holds and performs fires, in a process that has the role. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    @Bean
    FireMetrics fireMetrics(MeterRegistry registry) {
        return new FireMetrics(registry);
    }

    @Bean
    Holds holds(BookClock clock) {
        return new Holds(clock);
    }

    @Bean
    RunningAttempts runningAttempts(ActionHandlers handlers, BookClock clock) {
        return new RunningAttempts(handlers, clock);
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    FireActivities fireActivities(
            ProcessIdentity process,
            FireBook fires,
            TaskBook tasks,
            Holds holds,
            RunningAttempts running,
            Lead lead,
            EngineBook engineBook,
            FireMetrics metrics,
            BookClock clock) {
        Leads leads = new Leads(lead, engineBook, clock);
        return new FireActivitiesImpl(
                process.name(), new FireActivitiesImpl.Parts(fires, tasks, holds, running, leads, metrics, clock));
    }

    @Bean
    @ConditionalOnRole(Role.WORKER)
    Workers workers(WorkflowClient client, FireActivities activities, Holds holds, PunctualProperties properties) {
        return new Workers(client, activities, holds, properties.worker());
    }
}
