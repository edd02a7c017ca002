package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.json.Json;
import dev.punctual.workflows.task.ActivityAction;
import dev.punctual.workflows.task.WorkflowAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what another program's Temporal worker is asked for. */
final class RemoteActionReader {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ARGUMENTS = 100;
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration SHORTEST_HEARTBEAT_TIMEOUT = Duration.ofSeconds(1);

    /** Task queues that the engine or Punctual keeps for itself. */
    private static final List<String> PREFIXES_REFUSED = List.of("punctual-", "/_sys/", "__temporal_");

    private RemoteActionReader() {}

    /** The action, or null when a mistake was noted. */
    static @Nullable ActivityAction activity(Fields fields) {
        String taskQueue = taskQueue(fields);
        String type = name(fields, "activityType", "name the activity as its worker does");
        List<@Nullable Object> input = input(fields);
        Duration heartbeatTimeout =
                fields.duration("heartbeatTimeout", SHORTEST_HEARTBEAT_TIMEOUT, TaskReader.LONGEST_TIMEOUT);
        return taskQueue == null || type == null ? null : new ActivityAction(taskQueue, type, input, heartbeatTimeout);
    }

    /** The action, or null when a mistake was noted. */
    static @Nullable WorkflowAction workflow(Fields fields) {
        String taskQueue = taskQueue(fields);
        String type = name(fields, "workflowType", "name the workflow as its worker does");
        List<@Nullable Object> input = input(fields);
        return taskQueue == null || type == null ? null : new WorkflowAction(taskQueue, type, input);
    }

    private static @Nullable String taskQueue(Fields fields) {
        String queue = name(fields, "taskQueue", "name the task queue that the worker listens on");
        if (queue != null && PREFIXES_REFUSED.stream().anyMatch(queue::startsWith)) {
            fields.refuse(
                    "taskQueue",
                    "RESERVED",
                    "taskQueue is '%s', but names that begin with %s are not for workers of yours; choose another name"
                            .formatted(queue, String.join(", ", PREFIXES_REFUSED)));
            return null;
        }
        return queue;
    }

    private static @Nullable String name(Fields fields, String field, String wayOut) {
        String name = fields.text(field, LONGEST_NAME);
        if (name == null) {
            if (!fields.has(field)) {
                fields.missing(field, wayOut);
            }
            return null;
        }
        if (name.isBlank()) {
            fields.refuse(field, "EMPTY", "%s is empty; %s".formatted(field, wayOut));
            return null;
        }
        return name;
    }

    private static List<@Nullable Object> input(Fields fields) {
        List<@Nullable Object> input = new ArrayList<>();
        JsonNode list = fields.any("input");
        if (list == null) {
            return input;
        }
        if (!list.isArray() || list.size() > MOST_ARGUMENTS) {
            fields.refuse(
                    "input",
                    "TYPE",
                    "input must be a list of at most %d JSON values, one for each argument".formatted(MOST_ARGUMENTS));
            return input;
        }
        int bytes = Json.write(list).length;
        if (bytes > MOST_BYTES) {
            fields.refuse(
                    "input",
                    "TOO_LONG",
                    "input has %d bytes as JSON; at most %d are allowed, so hand on where the rest is"
                            .formatted(bytes, MOST_BYTES));
            return input;
        }
        list.forEach(argument -> input.add(argument.isNull() ? null : Json.plain(argument)));
        return input;
    }
}
