package dev.punctual.book;

import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has changed, for those who watch. The book notes changes only while somebody keeps asking it to. What is told is what
 * was committed: all of it, once, whoever committed it, as long as the mark that it is counted from is not too old.
 */
public interface LiveBook {
    /** Changes can be told for so long after they were made. */
    Duration KEPT = Duration.ofMinutes(2);

    /** Has the book note changes from now on, for {@link #KEPT}; to be repeated well before that is over. */
    void watch();

    /** Forgets what is too old to be told. */
    int forget();

    /** The present state of affairs, from which changes can be counted. */
    Mark mark();

    /** What was committed since the mark; empty when that cannot be told any more, or is too much to tell. */
    Optional<Changes> since(Mark mark);

    /** These fires as they are now; those that are gone are left out. */
    List<LiveFire> fires(Collection<FireId> ids);

    /** These tasks as they are now; those that are gone are left out. */
    List<LiveTask> tasks(Collection<TaskId> ids);

    /**
     * A state of affairs.
     *
     * @param term of noting without interruption
     * @param at when
     * @param snapshot which transactions were seen, as PostgreSQL writes it
     */
    record Mark(long term, Instant at, String snapshot) {
        /** As one word; {@link #parse} reads it. */
        @Override
        public String toString() {
            return term + "." + at.toEpochMilli() + "." + snapshot;
        }

        /** The mark that was written so; empty when the text is none. */
        public static Optional<Mark> parse(String text) {
            if (!text.matches("\\d{1,18}\\.\\d{1,15}\\.\\d{1,20}:\\d{1,20}:[\\d,]{0,4000}")) {
                return Optional.empty();
            }
            String[] parts = text.split("\\.", 3);
            return Optional.of(
                    new Mark(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]));
        }
    }

    /**
     * What was committed.
     *
     * @param until the state of affairs with all of it
     * @param fires that were entered or changed, each once
     * @param tasks that were changed, in order
     */
    record Changes(Mark until, List<FireId> fires, List<TaskNote> tasks) {}

    /**
     * A task was changed.
     *
     * @param verb how, as in the audit log
     */
    record TaskNote(TaskId task, String verb) {}

    /**
     * A fire, and the labels of its task.
     *
     * @param labels in the version that the fire is of
     */
    record LiveFire(Fire fire, Map<String, String> labels) {}

    /** A task in brief. */
    record LiveTask(
            TaskId id, TaskState state, @Nullable Instant nextFireAt, int version, Map<String, String> labels) {}
}
