package dev.punctual.workflows.task;

import java.util.regex.Pattern;

/**
 * Names a task: its namespace (the tenant) and its id, which is unique there as long as the task is kept.
 *
 * @param namespace lower-case letters, digits and inner hyphens, at most 63 characters
 * @param id the same
 */
public record TaskId(String namespace, String id) {
    /** The namespace of calls that name none. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException when either part is not a valid name */
    public TaskId {
        requireName("namespace", namespace);
        requireName("task id", id);
    }

    /** Whether the text may name a task or a namespace. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static void requireName(String what, String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException(
                    "%s '%s' is not valid: use 1 to 63 lower-case letters, digits and inner hyphens"
                            .formatted(what, text));
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + id;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is not {@code namespace/id}
     */
    public static TaskId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'%s' is not namespace/id".formatted(text));
        }
        return new TaskId(text.substring(0, slash), text.substring(slash + 1));
    }
}
