package dev.punctual.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One value that cannot be accepted.
 *
 * @param pointer where it stands in the body, as a JSON pointer (RFC 6901); null for a query parameter
 * @param parameter which query parameter; null for a value of the body
 * @param code what is wrong, as a stable word for programs
 * @param message for people: the value, the reason, the way out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(@Nullable String pointer, @Nullable String parameter, String code, String message) {

    /** A value of the body. */
    public static FieldError at(String pointer, String code, String message) {
        return new FieldError(pointer, null, code, message);
    }

    /** A query parameter. */
    public static FieldError inQuery(String parameter, String code, String message) {
        return new FieldError(null, parameter, code, message);
    }
}
