package dev.punctual.api.json;

import dev.punctual.api.problem.FieldError;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that all of it is answered at once. */
public final class Errors {
    /** As many are answered: a body of nothing but mistakes must not become a larger answer. */
    private static final int MOST = 100;

    private final List<FieldError> errors = new ArrayList<>();

    /** Notes a value of the body. */
    public void add(String pointer, String code, String message) {
        add(FieldError.at(pointer, code, message));
    }

    /** Notes a query parameter. */
    public void addParameter(String parameter, String code, String message) {
        add(FieldError.inQuery(parameter, code, message));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /** All that was noted, as an answer; something must have been. */
    public Problem problem() {
        return Problem.of(errors);
    }

    /** Ends the request with all that was noted, if anything was. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ProblemException(errors);
        }
    }

    /** Hands what was noted to another collection. */
    public void addTo(Errors others) {
        errors.forEach(others::add);
    }

    private void add(FieldError error) {
        if (errors.size() < MOST) {
            errors.add(error);
        }
    }
}
