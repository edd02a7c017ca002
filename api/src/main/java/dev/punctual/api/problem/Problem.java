package dev.punctual.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * A problem document (RFC 9457).
 *
 * @param type the kind, as a stable URI
 * @param title the kind, for people
 * @param status the HTTP status
 * @param detail the value, the reason and the way out
 * @param errors each value that cannot be accepted; left out when there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<FieldError> errors) {
    /** Its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, List.of());
    }

    /** Values that cannot be accepted. */
    public static Problem of(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String detail = errors.size() == 1
                ? first.message()
                : "%d values cannot be accepted; the first: %s".formatted(errors.size(), first.message());
        ProblemType type = ProblemType.VALIDATION;
        return new Problem(type.uri(), type.title(), type.status(), detail, errors);
    }

    /** A status for which there is no kind of its own. */
    static Problem ofStatus(int status, String detail) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Status " + status : known.getReasonPhrase();
        return new Problem("urn:punctual:problem:http-" + status, title, status, detail, List.of());
    }
}
