package dev.punctual.workerapp.embedded;

import org.springframework.boot.ExitCodeGenerator;

/** Embedded mode cannot start. The message is meant for the user: it says what, why and the way out. */
public final class EmbeddedStartException extends RuntimeException implements ExitCodeGenerator {

    public EmbeddedStartException(String message) {
        super(message);
    }

    public EmbeddedStartException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int getExitCode() {
        return 1;
    }
}
