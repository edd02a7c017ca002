package dev.punctual.bench.faults;

import dev.punctual.bench.EmbeddedServers;
import dev.punctual.bench.PunctualProgram;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A second worker beside the first Punctual, which reaches the first one's servers through a network that can fail. */
final class SecondWorker implements AutoCloseable {
    private final PunctualProgram program;
    private final Path directory;
    private final EmbeddedServers servers;
    private final int port;
    private final Relay postgres;
    private final Relay temporal;
    private @Nullable Process process;

    /**
     * One that is not started yet.
     *
     * @param directory of the run
     * @param servers of the first Punctual
     * @param port where it tells of its health
     */
    SecondWorker(PunctualProgram program, Path directory, EmbeddedServers servers, int port) {
        this.program = program;
        this.directory = directory;
        this.servers = servers;
        this.port = port;
        this.postgres = Relay.to(servers::postgresPort);
        this.temporal = Relay.to(servers::temporalPort);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path log() {
        return directory.resolve("worker.log");
    }

    /** Starts it once the servers are there; it is not ready yet. */
    synchronized void start() {
        List<String> settings = new ArrayList<>(servers.settings(postgres.port(), temporal.port()));
        settings.addAll(List.of("--punctual.roles=worker", "--server.port=" + port));
        process = program.start(directory.resolve("worker-home"), log(), settings);
    }

    synchronized List<ProcessHandle> processes() {
        return process == null ? List.of() : List.of(process.toHandle());
    }

    /** From now on this becomes of its connections. */
    void network(Relay.State state) {
        postgres.become(state);
        temporal.become(state);
    }

    @Override
    public void close() {
        postgres.close();
        temporal.close();
        Fleet.kill(processes());
    }
}
