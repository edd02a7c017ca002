package dev.punctual.workflows.fire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt did not succeed.
 *
 * @param type a stable word, e.g. {@code HTTP_STATUS}, {@code TIMEOUT}, {@code LEASE_LOST}
 * @param message for people: the value, the reason, the way out; never a secret or a payload
 * @param code tells errors of one type apart, e.g. {@code HTTP_404}, {@code EXIT_2}, {@code SQL_23505}; null for none. Retry
 *     policies speak of it; the book does not keep it
 */
public record FireError(
        String type, String message, @Nullable String code) {
    private static final String OF_HTTP = "HTTP_";
    private static final int STATUS_LENGTH = OF_HTTP.length() + 3;

    /** An error whose type says it all. */
    public FireError(String type, String message) {
        this(type, message, null);
    }

    /** The words by which a retry policy may mean this error: its type, its code, and for a status its class, as HTTP_4XX. */
    public List<String> names() {
        if (code == null) {
            return List.of(type);
        }
        return code.startsWith(OF_HTTP) && code.length() == STATUS_LENGTH
                ? List.of(type, code, code.substring(0, OF_HTTP.length() + 1) + "XX")
                : List.of(type, code);
    }
}
