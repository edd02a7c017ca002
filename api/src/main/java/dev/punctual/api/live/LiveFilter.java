package dev.punctual.api.live;

import dev.punctual.api.web.Query;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.LiveTask;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody watches.
 *
 * @param namespace of fires and tasks
 * @param task only of this one; null for all
 * @param label only of tasks with this label; null for all
 * @param state only fires, or tasks, in this state, by name; null for all
 * @param topics what about
 */
record LiveFilter(
        String namespace,
        @Nullable String task,
        @Nullable Label label,
        @Nullable String state,
        Set<Topic> topics) {

    /** A label that a task must have. */
    record Label(String key, String value) {
        static @Nullable Label parse(String text) {
            String[] parts = text.split("[=:]", 2);
            return parts.length < 2 || parts[0].isEmpty() ? null : new Label(parts[0], parts[1]);
        }

        private boolean isOf(Map<String, String> labels) {
            return value.equals(labels.get(key));
        }
    }

    LiveFilter {
        topics = Set.copyOf(topics);
    }

    /** Reads {@code task}, {@code label}, {@code state} and {@code types}, and notes what is wrong with them. */
    static LiveFilter read(String namespace, Query query) {
        String task = query.taskName("task");
        String labelText = query.text("label");
        Label label = labelText == null ? null : Label.parse(labelText);
        if (labelText != null && label == null) {
            query.refuse("label", "LABEL", "label is '%s'; write key=value or key:value".formatted(labelText));
        }
        String state = query.text("state");
        if (state != null && !isState(state)) {
            query.refuse(
                    "state",
                    "CHOICE",
                    "state is '%s'; choose one of %s or %s"
                            .formatted(
                                    state, Arrays.toString(FireState.values()), Arrays.toString(TaskState.values())));
        }
        String types = query.text("types");
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String type : types == null ? new String[0] : types.split(",", -1)) {
            Topic topic = topic(type);
            if (topic == null) {
                query.refuse(
                        "types", "CHOICE", "types holds '%s'; name fire, task and stats, with commas".formatted(type));
            } else {
                topics.add(topic);
            }
        }
        return new LiveFilter(namespace, task, label, state, topics.isEmpty() ? EnumSet.allOf(Topic.class) : topics);
    }

    /** The topic of events with this name; null when there is none. */
    static @Nullable Topic topic(String event) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.event().equals(event))
                .findFirst()
                .orElse(null);
    }

    /** Whether it is a state of fires or of tasks. */
    static boolean isState(String name) {
        return Stream.concat(Arrays.stream(FireState.values()), Arrays.stream(TaskState.values()))
                .anyMatch(state -> state.name().equals(name));
    }

    boolean wants(LiveFire fire) {
        return topics.contains(Topic.FIRE)
                && wants(fire.fire().task(), fire.labels(), fire.fire().state().name());
    }

    boolean wants(LiveTask changed) {
        return topics.contains(Topic.TASK)
                && wants(changed.id(), changed.labels(), changed.state().name());
    }

    private boolean wants(TaskId id, Map<String, String> labels, String itsState) {
        return id.namespace().equals(namespace)
                && (task == null || task.equals(id.id()))
                && (state == null || state.equals(itsState))
                && (label == null || label.isOf(labels));
    }
}
