package dev.punctual.book;

/** The database does not answer; what was asked has not been done, or is done when asked again. */
public final class BookUnavailableException extends RuntimeException {
    public BookUnavailableException(String message) {
        super(message);
    }
}
