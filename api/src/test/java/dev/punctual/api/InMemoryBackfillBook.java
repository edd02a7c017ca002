package dev.punctual.api;

import dev.punctual.book.Backfill;
import dev.punctual.book.Backfill.Extent;
import dev.punctual.book.Backfill.Range;
import dev.punctual.book.Backfill.State;
import dev.punctual.book.BackfillBook;
import dev.punctual.book.BackfillRefusal;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.PastInstants;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Backfills that are remembered and never run. */
final class InMemoryBackfillBook implements BackfillBook {
    private final InstantSource clock;
    private final InMemoryTaskBook tasks;
    private final Map<String, Backfill> backfills = new LinkedHashMap<>();

    InMemoryBackfillBook(InstantSource clock, InMemoryTaskBook tasks) {
        this.clock = clock;
        this.tasks = tasks;
    }

    void clear() {
        backfills.clear();
    }

    @Override
    public Extent extent(TaskId task, Range range) {
        List<Instant> instants = PastInstants.between(
                tasks.find(task)
                        .orElseThrow(() -> new TaskRefusal.NotFound(task))
                        .spec()
                        .schedule(),
                range.from(),
                range.to(),
                Backfill.MOST_INSTANTS);
        return instants.isEmpty()
                ? new Extent(0, null, null)
                : new Extent(instants.size(), instants.getFirst(), instants.getLast());
    }

    @Override
    public Backfill start(String id, TaskId task, Range range, String actor) {
        long instants = extent(task, range).instants();
        return backfills.computeIfAbsent(
                id, key -> new Backfill(id, task, range, State.RUNNING, instants, 0, 0, clock.instant(), actor, null));
    }

    @Override
    public Optional<Backfill> find(String namespace, String id) {
        return Optional.ofNullable(backfills.get(id))
                .filter(backfill -> backfill.task().namespace().equals(namespace));
    }

    @Override
    public Map<FireState, Long> fires(Backfill backfill) {
        return Map.of();
    }

    @Override
    public List<Backfill> list(String namespace, @Nullable String task, @Nullable String after, int limit) {
        List<Backfill> newestFirst = new ArrayList<>(backfills.values()).reversed();
        return newestFirst.stream()
                .dropWhile(backfill -> after != null && !backfill.id().equals(after))
                .skip(after == null ? 0 : 1)
                .filter(backfill -> backfill.task().namespace().equals(namespace))
                .filter(backfill -> task == null || backfill.task().id().equals(task))
                .limit(limit)
                .toList();
    }

    @Override
    public Backfill pause(String namespace, String id, String actor) {
        return change(namespace, id, State.PAUSED);
    }

    @Override
    public Backfill resume(String namespace, String id, String actor) {
        return change(namespace, id, State.RUNNING);
    }

    @Override
    public Backfill cancel(String namespace, String id, String actor) {
        return change(namespace, id, State.CANCELLED);
    }

    private Backfill change(String namespace, String id, State wanted) {
        Backfill is = find(namespace, id).orElseThrow(() -> new BackfillRefusal.NotFound(namespace, id));
        if (is.state() == wanted) {
            return is;
        }
        if (is.state().isFinal()) {
            throw new BackfillRefusal.WrongState(id, is.state(), "it has ended");
        }
        Backfill changed = new Backfill(
                id,
                is.task(),
                is.range(),
                wanted,
                is.instants(),
                is.entered(),
                is.leftOut(),
                is.createdAt(),
                is.createdBy(),
                wanted.isFinal() ? clock.instant() : null);
        backfills.put(id, changed);
        return changed;
    }

    @Override
    public int advance(int most) {
        return 0;
    }
}
