package dev.punctual.workerapp.embedded;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints an {@link EmbeddedStartException} as the one line it is; a stack trace would only hide it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EmbeddedStartFailureReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        if (failure instanceof EmbeddedStartException) {
            System.err.println("punctual: " + failure.getMessage());
            return true;
        }
        return false;
    }
}
