package dev.punctual.api.web;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.NearMiss;
import dev.punctual.api.json.Times;
import dev.punctual.workflows.task.TaskId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Each is asked for by name and answered when it is there and valid, else null; an empty
 * one counts as absent. {@link #end} ends the request when there was a mistake or a parameter that nobody asked for.
 */
public final class Query {
    private static final int LONGEST = 1_000;

    private final Map<String, String[]> parameters;
    private final Errors errors = new Errors();
    private final Set<String> known = new LinkedHashSet<>();

    private Query(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    static Query of(HttpServletRequest request) {
        return new Query(request.getParameterMap());
    }

    /** All values of a parameter that may be repeated. */
    public List<String> all(String name) {
        known.add(name);
        String[] values = parameters.get(name);
        return values == null
                ? List.of()
                : Arrays.stream(values).filter(v -> !v.isEmpty()).toList();
    }

    /** A text. */
    public @Nullable String text(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            refuse(name, "REPEATED", "%s is given %d times; send it once".formatted(name, values.size()));
            return null;
        }
        if (values.isEmpty()) {
            return null;
        }
        if (values.getFirst().length() > LONGEST) {
            refuse(name, "TOO_LONG", "%s is longer than %d characters; shorten it".formatted(name, LONGEST));
            return null;
        }
        return values.getFirst();
    }

    /** A whole number between the two, inclusive, or the default. */
    public int integer(String name, int least, int most, int otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            refuse(
                    name,
                    "OUT_OF_RANGE",
                    "%s is '%s'; send a whole number from %d to %d".formatted(name, text, least, most));
            return otherwise;
        }
        return value;
    }

    /** Whether it is {@code true}; false when it is left out. */
    public boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            refuse(name, "CHOICE", "%s is '%s'; send true or false".formatted(name, text));
        }
        return "true".equals(text);
    }

    /** Whether it was sent with a value. */
    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** An instant. */
    public @Nullable Instant instant(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Times.instant(text);
        } catch (DateTimeException e) {
            refuse(name, "INSTANT", name + " " + e.getMessage() + "; write + as %2B");
            return null;
        }
    }

    /** The name of a task. */
    public @Nullable String taskName(String name) {
        String text = text(name);
        if (text != null && !TaskId.isName(text)) {
            refuse(name, "ID", "%s is '%s', which cannot be a task's id".formatted(name, text));
            return null;
        }
        return text;
    }

    /** The name of one of the constants of an enum. */
    public <E extends Enum<E>> @Nullable String choice(String name, Class<E> type) {
        String text = text(name);
        if (text != null
                && Arrays.stream(type.getEnumConstants())
                        .noneMatch(c -> c.name().equals(text))) {
            refuse(
                    name,
                    "CHOICE",
                    "%s is '%s'; choose one of %s".formatted(name, text, Arrays.toString(type.getEnumConstants())));
            return null;
        }
        return text;
    }

    /** Notes that a parameter's value cannot be accepted. */
    public void refuse(String name, String code, String message) {
        errors.addParameter(name, code, message);
    }

    /** Ends the request when anything was noted or not asked for. */
    public void end() {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                refuse(name, "UNKNOWN_PARAMETER", NearMiss.unknown("query parameter", name, known));
            }
        }
        errors.throwIfAny();
    }
}
