package dev.punctual.api.problem;

import java.util.List;
import java.util.Map;

/** Ends a request with a problem document. An answer, not an accident: it has no stack trace. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail), Map.of());
    }

    /** Values that cannot be accepted. */
    public ProblemException(List<FieldError> errors) {
        this(Problem.of(errors), Map.of());
    }

    public Problem problem() {
        return problem;
    }

    /** Headers that go with it, such as {@code Retry-After}. */
    public Map<String, String> headers() {
        return headers;
    }
}
