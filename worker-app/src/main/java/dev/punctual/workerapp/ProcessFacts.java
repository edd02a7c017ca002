package dev.punctual.workerapp;

import dev.punctual.api.system.SystemFacts;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process, and Temporal as it sees it. Temporal is asked again after some seconds, however many ask for it. */
final class ProcessFacts implements SystemFacts {
    private static final Logger log = LoggerFactory.getLogger(ProcessFacts.class);
    private static final Duration HOLDS = Duration.ofSeconds(5);

    private final TemporalConnection connection;
    private final WorkflowClient client;
    private final PunctualProperties properties;
    private final LongSupplier nanoTime;
    private boolean up;
    private long askedAt;
    private boolean asked;

    /** @param nanoTime monotonic */
    ProcessFacts(
            TemporalConnection connection,
            WorkflowClient client,
            PunctualProperties properties,
            LongSupplier nanoTime) {
        this.connection = connection;
        this.client = client;
        this.properties = properties;
        this.nanoTime = nanoTime;
    }

    @Override
    public String version() {
        String version = PunctualApplication.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    @Override
    public Set<String> queues() {
        return properties.queues();
    }

    @Override
    public Temporal temporal() {
        return new Temporal(
                isUp(),
                client.getWorkflowServiceStubs().getOptions().getTarget(),
                properties.temporalUi(),
                client.getOptions().getNamespace());
    }

    private synchronized boolean isUp() {
        long now = nanoTime.getAsLong();
        if (!asked || now - askedAt > HOLDS.toNanos()) {
            try {
                connection.identity();
                up = true;
            } catch (RuntimeException e) {
                log.debug("Temporal does not answer", e);
                up = false;
            }
            asked = true;
            askedAt = nanoTime.getAsLong();
        }
        return up;
    }
}
