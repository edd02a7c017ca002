package dev.punctual.workerapp;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.Holds;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.book.EngineBook;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a process says of itself to those who watch it. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    /** The component {@code temporal}. */
    @Bean
    HealthIndicator temporalHealthIndicator(TemporalConnection connection) {
        return () -> {
            try {
                return Health.up()
                        .withDetail("namespaceId", connection.identity())
                        .build();
            } catch (RuntimeException e) {
                return Health.down()
                        .withDetail("reason", "Temporal does not answer; check spring.temporal.connection.target")
                        .withDetail("error", e.getClass().getSimpleName())
                        .build();
            }
        };
    }

    /** The component {@code punctual}: how far this process has come in starting. */
    @Bean
    HealthIndicator punctualHealthIndicator(Running running) {
        return () -> (running.state() == Running.State.RUNNING ? Health.up() : Health.outOfService())
                .withDetail("state", running.state().name())
                .build();
    }

    @Bean
    ProcessMetrics processMetrics(Holds holds, RunningAttempts running, CatchUpGate gate, EngineBook engine) {
        return new ProcessMetrics(holds, running, gate, engine);
    }
}
