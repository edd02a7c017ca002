package dev.punctual.workerapp;

import dev.punctual.api.system.SystemFacts;
import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a process says of itself through the API. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class SystemConfiguration {
    @Bean
    SystemFacts systemFacts(TemporalConnection connection, WorkflowClient client, PunctualProperties properties) {
        return new ProcessFacts(connection, client, properties, System::nanoTime);
    }
}
