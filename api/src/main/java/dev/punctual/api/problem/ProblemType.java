package dev.punctual.api.problem;

import java.util.Locale;

/** The kinds of problems that clients may tell apart. Their URIs are stable. */
public enum ProblemType {
    BAD_REQUEST(400, "The request cannot be read"),
    MALFORMED_JSON(400, "The body is not valid JSON"),
    UNAUTHENTICATED(401, "No valid API key"),
    FORBIDDEN(403, "The request is not allowed"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not supported here"),
    NOT_ACCEPTABLE(406, "No acceptable form of the answer"),
    EXISTS(409, "The id is taken"),
    WRONG_STATE(409, "The state does not allow it"),
    IN_USE(409, "Others use it"),
    IN_FLIGHT(409, "The first request with this key is not finished"),
    STALE_VERSION(412, "The precondition does not hold"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not supported"),
    VALIDATION(422, "A value cannot be accepted"),
    IDEMPOTENCY_MISMATCH(422, "The key belongs to another request"),
    INTERNAL(500, "An error of the server"),
    UNAVAILABLE(503, "Not available for the moment");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One line for people, the same for every problem of this kind. */
    public String title() {
        return title;
    }

    /** The stable URI. */
    public String uri() {
        return "urn:punctual:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
