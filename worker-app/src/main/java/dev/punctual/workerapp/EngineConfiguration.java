package dev.punctual.workerapp;

import com.uber.m3.tally.NoopScope;
import dev.punctual.book.BookClock;
import dev.punctual.book.EngineBook;
import dev.punctual.workerapp.duty.EngineSync;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.Payloads;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.TemporalTaskEngine;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Temporal, as this process speaks to it. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
    @Bean
    DataConverter payloads() {
        return Payloads.dataConverter();
    }

    @Bean
    TaskEngine taskEngine(WorkflowClient client) {
        return new TemporalTaskEngine(client);
    }

    @Bean
    TemporalConnection temporalConnection(WorkflowClient client) {
        return new TemporalConnection(client);
    }

    @Bean
    Lead lead(PunctualProperties properties) {
        return new Lead(properties.engine().wakesPerSecond());
    }

    @Bean
    EngineSync engineSync(
            EngineBook book, TaskEngine engine, TemporalConnection connection, Lead lead, BookClock clock) {
        return new EngineSync(book, engine, connection::identity, lead, clock);
    }

    /** What keeps some thousand messages at once from harm, without what costs more than it gives. */
    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> lean(PunctualProperties properties) {
        return options -> {
            // messages are small
            options.setGrpcCompression(GrpcCompression.NONE);
            options.setGrpcClientInterceptors(
                    List.of(new ReportGate(properties.engine().reportsAtOnce())));
            if (!properties.engine().sdkMetrics()) {
                // a tenth of the processor time of a fire
                options.setMetricsScope(new NoopScope());
            }
            return options;
        };
    }
}
