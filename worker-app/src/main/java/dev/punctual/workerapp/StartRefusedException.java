package dev.punctual.workerapp;

import org.springframework.boot.ExitCodeGenerator;

/** Punctual cannot start as it is set up. The message is meant for the user: it says what, why and the way out. */
public final class StartRefusedException extends RuntimeException implements ExitCodeGenerator {

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int getExitCode() {
        return 1;
    }
}
