package dev.punctual.workerapp;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints an {@link StartRefusedException} as the one line it is; a stack trace would only hide it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        if (failure instanceof StartRefusedException) {
            System.err.println("punctual: " + failure.getMessage());
            return true;
        }
        return false;
    }
}
