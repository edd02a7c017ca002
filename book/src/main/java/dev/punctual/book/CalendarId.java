package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;

/**
 * Names a calendar.
 *
 * @param namespace whose it is
 * @param name lower-case letters, digits and inner hyphens, at most 63 characters
 */
public record CalendarId(String namespace, String name) {
    /** @throws IllegalArgumentException when either part is not a valid name */
    public CalendarId {
        if (!TaskId.isName(namespace) || !TaskId.isName(name)) {
            throw new IllegalArgumentException(
                    "calendar '%s' in namespace '%s' is not valid: use 1 to 63 lower-case letters, digits and inner hyphens"
                            .formatted(name, namespace));
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
