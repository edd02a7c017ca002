package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the book keeps of changes: who made which, and what the tasks were before. */
public interface TaskRecords {
    /**
     * The definitions that a task has had, newest first.
     *
     * @param before only versions below this one; null from the newest on
     */
    List<Version> versions(TaskId task, @Nullable Integer before, int limit);

    /**
     * Changes, newest first. Only the newest {@link #MOST_EVENTS} from the place where the page begins are looked at, so a page
     * may hold fewer than asked for although older ones exist: {@link Events#next} tells.
     */
    Events audit(AuditQuery query);

    /** The namespaces that hold tasks, in their order; some hundred at most. */
    List<String> namespaces();

    /** As many events are looked at for one page. */
    int MOST_EVENTS = 10_000;

    /**
     * A definition.
     *
     * @param actor who brought it about; null when that is no longer known
     */
    record Version(int version, Instant createdAt, @Nullable String actor, TaskSpec spec) {}

    /**
     * A change.
     *
     * @param verb which
     * @param detail more on it; null for nothing
     */
    record Event(
            long id,
            Instant at,
            String task,
            int version,
            String actor,
            String verb,
            @Nullable Map<String, Object> detail) {}

    /**
     * A page of changes.
     *
     * @param next where the next page begins; null when there is none
     */
    record Events(List<Event> events, @Nullable Place next) {}

    /** A change's place in the list. */
    record Place(Instant at, long id) {}

    /**
     * Which changes to list.
     *
     * @param task only of this one; null for all
     * @param actor only by this one; null for all
     * @param from made at this instant or later; null without limit
     * @param to made before this instant; null without limit
     * @param before only those that come after this place in the list; null from the newest on
     */
    record AuditQuery(
            String namespace,
            @Nullable String task,
            @Nullable String actor,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Place before,
            int limit) {}
}
