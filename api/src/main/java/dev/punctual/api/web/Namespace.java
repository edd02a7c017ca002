package dev.punctual.api.web;

import dev.punctual.workflows.task.TaskId;

/**
 * The namespace of a request: that of its path, else the default one.
 *
 * @param name a valid name
 */
public record Namespace(String name) {
    /** Where the resources of this namespace are found. */
    public String base() {
        return name.equals(TaskId.DEFAULT_NAMESPACE) ? "/v1" : "/v1/namespaces/" + name;
    }
}
