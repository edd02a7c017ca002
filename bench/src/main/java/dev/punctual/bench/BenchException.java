package dev.punctual.bench;

/** Ends a run that cannot be carried out; the message says what is wrong and the way out. */
public final class BenchException extends RuntimeException {
    /** @param message what is wrong, why, and the way out */
    public BenchException(String message) {
        super(message);
    }

    /** @param message what is wrong, why, and the way out */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
