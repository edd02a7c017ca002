package dev.punctual.api;

import dev.punctual.book.LiveBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes in a list; a test commits them. */
public final class InMemoryLiveBook implements LiveBook {
    private final List<Object> changes = new ArrayList<>();
    private final Map<FireId, LiveFire> fires = new LinkedHashMap<>();
    private final Map<TaskId, LiveTask> tasks = new LinkedHashMap<>();
    private long term = 1;

    /** Fires are entered or changed, together. */
    public synchronized void commit(Collection<LiveFire> changed) {
        for (LiveFire fire : changed) {
            fires.put(fire.fire().id(), fire);
            changes.add(fire.fire().id());
        }
    }

    /** A task is changed. */
    public synchronized void commit(LiveTask task, String verb) {
        tasks.put(task.id(), task);
        changes.add(new TaskNote(task.id(), verb));
    }

    /** No mark of before can be told from any more. */
    public synchronized void forgetAll() {
        term++;
    }

    @Override
    public void watch() {}

    @Override
    public int forget() {
        return 0;
    }

    @Override
    public synchronized Mark mark() {
        return new Mark(term, Instant.EPOCH, changes.size() + ":" + changes.size() + ":");
    }

    @Override
    public synchronized Optional<Changes> since(Mark mark) {
        if (mark.term() != term) {
            return Optional.empty();
        }
        List<Object> news = changes.subList(Integer.parseInt(mark.snapshot().split(":", -1)[0]), changes.size());
        return Optional.of(new Changes(
                mark(),
                news.stream()
                        .filter(FireId.class::isInstance)
                        .map(FireId.class::cast)
                        .distinct()
                        .toList(),
                news.stream()
                        .filter(TaskNote.class::isInstance)
                        .map(TaskNote.class::cast)
                        .toList()));
    }

    @Override
    public synchronized List<LiveFire> fires(Collection<FireId> ids) {
        return ids.stream().map(fires::get).toList();
    }

    @Override
    public synchronized List<LiveTask> tasks(Collection<TaskId> ids) {
        return ids.stream().distinct().map(tasks::get).toList();
    }
}
