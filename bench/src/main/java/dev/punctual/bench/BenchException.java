package dev.punctual.bench;

/** Ends a run that cannot be carried out; the message says what is wrong and the way out. */
final class BenchException extends RuntimeException {
    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
