package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers that embedded mode runs, each with its supervisor: started together, stopped together. */
public final class EmbeddedServers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServers.class);

    private final @Nullable PostgresServer postgres;
    private final @Nullable TemporalServer temporal;
    private final List<Supervisor> supervisors = new ArrayList<>();
    private boolean closed;

    /** The wanted servers, not yet started. */
    EmbeddedServers(EmbeddedHome home, Wanted wanted) {
        this.postgres = wanted == Wanted.TEMPORAL ? null : new PostgresServer(home);
        this.temporal = wanted == Wanted.POSTGRES ? null : new TemporalServer(home);
    }

    /** Which servers to run. */
    enum Wanted {
        POSTGRES,
        TEMPORAL,
        BOTH
    }

    /**
     * Starts the servers side by side and then watches them. A {@link #close} meanwhile waits for the start, then stops
     * them.
     *
     * @throws StartRefusedException when one cannot be started; the other is stopped then
     */
    void start() {
        try {
            each(EmbeddedServers::startAndTell);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        watch();
    }

    private synchronized void watch() {
        if (closed) {
            return;
        }
        for (EmbeddedServer server : all()) {
            Supervisor supervisor = new Supervisor(server, InstantSource.system());
            supervisors.add(supervisor);
            supervisor.start();
        }
    }

    /** PostgreSQL, unless the configured one is used. */
    public Optional<PostgresServer> postgres() {
        return Optional.ofNullable(postgres);
    }

    /** Temporal, unless the configured one is used. */
    public Optional<TemporalServer> temporal() {
        return Optional.ofNullable(temporal);
    }

    /** Stops the supervisors, then the servers. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisors.forEach(Supervisor::stop);
        each(EmbeddedServer::stop);
        log.info("PostgreSQL and Temporal of embedded mode have stopped");
    }

    private List<EmbeddedServer> all() {
        List<EmbeddedServer> all = new ArrayList<>();
        postgres().ifPresent(all::add);
        temporal().ifPresent(all::add);
        return all;
    }

    private static void startAndTell(EmbeddedServer server) {
        log.info("Starting {}", server.name());
        long begin = System.nanoTime();
        server.start();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        log.info("{} is ready on port {} after {} ms", server.name(), server.port(), took.toMillis());
    }

    /** Does it to all servers at once, waits for all, and throws the first failure. */
    private void each(Consumer<EmbeddedServer> step) {
        RuntimeException failure = null;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> steps = all().stream()
                    .map(server -> executor.submit(() -> step.accept(server)))
                    .toList();
            for (Future<?> future : steps) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    RuntimeException cause = e.getCause() instanceof RuntimeException runtime
                            ? runtime
                            : new IllegalStateException("An embedded server failed", e.getCause());
                    if (failure == null) {
                        failure = cause;
                    } else {
                        failure.addSuppressed(cause);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StartRefusedException("Waiting for the embedded servers was interrupted.", e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
