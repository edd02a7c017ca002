package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory that holds all that embedded mode keeps: data, logs, password, ports. Deleting it forgets everything. */
public record EmbeddedHome(Path directory) {

    public EmbeddedHome {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Creates the directory, readable by its owner only, unless it exists. */
    public EmbeddedHome create() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createDirectories(logs());
            return this;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The home directory %s cannot be created (%s). Choose another with --home DIR or PUNCTUAL_HOME."
                            .formatted(directory, e),
                    e);
        }
    }

    Path postgresData() {
        return directory.resolve("postgres");
    }

    Path postgresPassword() {
        return directory.resolve("postgres.password");
    }

    Path temporalDatabase() {
        return directory.resolve("temporal.db");
    }

    Path temporalProcess() {
        return directory.resolve("temporal.process");
    }

    Path ports() {
        return directory.resolve("ports.properties");
    }

    /** Held locked by the running Punctual, and only by it. */
    Path lock() {
        return directory.resolve("punctual.lock");
    }

    /** Who runs here, and where it can be reached; present while Punctual runs, and after a kill. */
    Path owner() {
        return directory.resolve("punctual.properties");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path postgresLog() {
        return logs().resolve("postgres.log");
    }

    Path temporalLog() {
        return logs().resolve("temporal.log");
    }
}
