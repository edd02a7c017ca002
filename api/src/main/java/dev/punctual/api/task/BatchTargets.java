package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.paging.PageToken;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskBook.TaskQuery;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which tasks a batch is about. */
sealed interface BatchTargets {
    /** Tasks that one call may be about. */
    int MOST = 1_000;

    /** The tasks, as far as one call goes. */
    Found find(TaskBook book);

    /**
     * Tasks to act on.
     *
     * @param nextPageToken with which the next call goes on; null when these are all
     */
    record Found(List<TaskId> ids, @Nullable String nextPageToken) {}

    /** Tasks by their names, be there such tasks or not. */
    record Named(List<TaskId> ids) implements BatchTargets {
        @Override
        public Found find(TaskBook book) {
            return new Found(ids, null);
        }
    }

    /** Those that a query finds, one more than a call may be about. */
    record Filtered(TaskQuery query, PageToken tokens) implements BatchTargets {
        @Override
        public Found find(TaskBook book) {
            List<TaskId> found = book.list(query).stream().map(Task::id).toList();
            return found.size() <= MOST
                    ? new Found(found, null)
                    : new Found(
                            found.subList(0, MOST),
                            tokens.after(found.get(MOST - 1).id()));
        }
    }

    /** The targets, or null when a mistake was noted. */
    static @Nullable BatchTargets read(Fields fields, String namespace) {
        boolean named = fields.has("ids");
        boolean filtered = fields.has("filter");
        List<JsonNode> ids = fields.items("ids", MOST);
        Fields filter = fields.object("filter");
        String pageToken = fields.text("pageToken", 1_000);
        if (named == filtered) {
            fields.refuse(
                    "TARGETS",
                    "%s; send ids, or a filter such as {\"label\": \"team=billing\"}, where {} means all tasks"
                            .formatted(named ? "both ids and filter are given" : "neither ids nor filter is given"));
            return null;
        }
        if (filter != null) {
            return filtered(fields, filter, namespace, pageToken);
        }
        if (pageToken != null) {
            fields.refuse("pageToken", "PAGE_TOKEN", "pageToken goes with a filter; leave it out");
        }
        return ids == null ? null : named(fields, ids, namespace);
    }

    private static @Nullable BatchTargets named(Fields fields, List<JsonNode> ids, String namespace) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i).asString("");
            if (!TaskId.isName(id)) {
                fields.refuseItem("ids", i, "ID", "ids/%d is not a task's id".formatted(i));
            } else if (!seen.add(id)) {
                fields.refuseItem("ids", i, "REPEATED", "ids/%d is '%s', which is there already".formatted(i, id));
            }
        }
        return new Named(ids.stream()
                .map(id -> id.asString(""))
                .filter(TaskId::isName)
                .map(id -> new TaskId(namespace, id))
                .toList());
    }

    private static @Nullable BatchTargets filtered(
            Fields fields, Fields filter, String namespace, @Nullable String pageToken) {
        TaskState state = filter.choice("state", TaskState.class);
        SortedMap<String, String> labels = labels(filter);
        String text = filter.text("q", 1_000);
        String actionType = filter.text("actionType", 100);
        filter.end();
        String stateName = state == null ? null : state.name();
        PageToken tokens = PageToken.of("tasks:batch", namespace, stateName, labels, text, actionType);
        String after = pageToken == null ? null : tokens.key(pageToken).orElse(null);
        if (pageToken != null && after == null) {
            fields.refuse(
                    "pageToken",
                    "PAGE_TOKEN",
                    "pageToken does not belong to this filter; send the nextPageToken of the same filter, or none");
        }
        return new Filtered(new TaskQuery(namespace, stateName, labels, text, actionType, after, MOST + 1), tokens);
    }

    private static SortedMap<String, String> labels(Fields filter) {
        SortedMap<String, String> labels = new TreeMap<>();
        JsonNode asked = filter.any("label");
        if (asked == null) {
            return labels;
        }
        for (JsonNode label : asked.isArray() ? asked.valueStream().toList() : List.of(asked)) {
            String[] parts = label.asString("").split("[=:]", 2);
            if (parts.length < 2 || parts[0].isEmpty() || labels.put(parts[0], parts[1]) != null) {
                filter.refuse(
                        "label",
                        "LABEL",
                        "label is %s; write key=value, or a list of such with different keys".formatted(asked));
            }
        }
        return labels;
    }
}
