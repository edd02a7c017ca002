package dev.punctual.api.task;

import dev.punctual.api.web.Query;
import dev.punctual.book.TaskBook.TaskQuery;
import dev.punctual.workflows.task.TaskState;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which tasks of a namespace a list shows. */
record TaskFilter(
        @Nullable String state,
        SortedMap<String, String> labels,
        @Nullable String text,
        @Nullable String actionType) {

    static TaskFilter read(Query query) {
        return new TaskFilter(
                query.choice("state", TaskState.class), labels(query), query.text("q"), query.text("actionType"));
    }

    TaskQuery query(String namespace, @Nullable String after, int limit) {
        return new TaskQuery(namespace, state, labels, text, actionType, after, limit);
    }

    /** The parameter {@code label}: key=value or key:value, any number of times. */
    static SortedMap<String, String> labels(Query query) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String label : query.all("label")) {
            String[] parts = label.split("[=:]", 2);
            if (parts.length < 2 || parts[0].isEmpty()) {
                query.refuse("label", "LABEL", "label is '%s'; write key=value or key:value".formatted(label));
                continue;
            }
            String other = labels.put(parts[0], parts[1]);
            if (other != null && !other.equals(parts[1])) {
                query.refuse(
                        "label",
                        "CONTRADICTION",
                        "label %s is asked to be both '%s' and '%s', which no task is"
                                .formatted(parts[0], other, parts[1]));
            }
        }
        return labels;
    }
}
