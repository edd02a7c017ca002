package dev.punctual.api.live;

import dev.punctual.book.LiveBook.Changes;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.LiveTask;
import dev.punctual.book.LiveBook.TaskNote;
import dev.punctual.workflows.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What changed from one look to the next. Each event is written once, however many watch it. One thread uses it. */
final class LiveBatch {
    private final List<LiveFire> fires;
    private final List<TaskNote> notes;
    private final Map<TaskId, LiveTask> tasks;
    private final String token;
    private final Map<LiveFire, LiveEvents.Item> written = new HashMap<>();
    private final Map<LiveFilter, LiveEvents> answers = new HashMap<>();

    /**
     * @param fires as they are now
     * @param tasks as they are now
     */
    LiveBatch(Changes changes, List<LiveFire> fires, List<LiveTask> tasks) {
        this.fires = fires;
        this.notes = changes.tasks();
        this.tasks = tasks.stream().collect(Collectors.toMap(LiveTask::id, Function.identity()));
        this.token = changes.until().toString();
    }

    List<LiveFire> fires() {
        return fires;
    }

    boolean isEmpty() {
        return fires.isEmpty() && notes.isEmpty();
    }

    /** What of it somebody watches; perhaps nothing. */
    LiveEvents of(LiveFilter filter) {
        return answers.computeIfAbsent(filter, this::choose);
    }

    private LiveEvents choose(LiveFilter filter) {
        List<LiveEvents.Item> items = new ArrayList<>();
        for (TaskNote note : notes) {
            // one that is gone has nothing to show
            LiveTask task = tasks.get(note.task());
            if (task != null && filter.wants(task)) {
                items.add(LiveViews.of(task, note.verb()));
            }
        }
        for (LiveFire fire : fires) {
            if (filter.wants(fire)) {
                items.add(written.computeIfAbsent(fire, LiveViews::of));
            }
        }
        return new LiveEvents(items, token);
    }
}
