package dev.punctual.workerapp.e2e;

import dev.punctual.workerapp.embedded.EmbeddedHome;
import dev.punctual.workerapp.embedded.PostgresServer;
import dev.punctual.workerapp.embedded.TemporalServer;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL and a Temporal that several processes share. */
final class Servers implements AutoCloseable {
    final PostgresServer postgres;
    final TemporalServer temporal;

    /** Started. */
    Servers(Path directory) {
        EmbeddedHome home = new EmbeddedHome(directory.resolve("servers")).create();
        postgres = new PostgresServer(home);
        temporal = new TemporalServer(home);
        postgres.start();
        temporal.start();
    }

    List<String> arguments() {
        return List.of(
                "--spring.datasource.url=" + postgres.url(),
                "--spring.datasource.username=" + postgres.username(),
                "--spring.datasource.password=" + postgres.password(),
                "--spring.temporal.connection.target=" + temporal.target(),
                "--spring.temporal.namespace=default");
    }

    void stop() {
        temporal.stop();
        postgres.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
