package dev.punctual.api;

import dev.punctual.book.FireLedger;
import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fires in a map; what comes next is what the test says. */
public final class InMemoryFireLedger implements FireLedger {
    private final Map<String, Fire> fires = new ConcurrentSkipListMap<>();
    private final Map<String, Line> lines = new ConcurrentSkipListMap<>();
    private final List<Upcoming> upcoming = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<Fire> onFind = UnaryOperator.identity();

    public void add(Fire fire) {
        fires.put(fire.id().toString(), fire);
    }

    /** Ends the fire. */
    Fire cancel(Fire fire) {
        Fire cancelled = new Fire(
                fire.id(),
                fire.task(),
                fire.scheduledFor(),
                fire.trigger(),
                FireState.CANCELLED,
                null,
                null,
                1,
                fire.coversUntil(),
                fire.version(),
                fire.attempt(),
                null,
                fire.wokenAt(),
                null,
                null,
                fire.scheduledFor(),
                null,
                null,
                new FireError("CANCELLED", "cancelled"),
                null,
                null,
                false,
                fire.asked());
        add(cancelled);
        return cancelled;
    }

    public void addUpcoming(Upcoming next) {
        upcoming.add(next);
    }

    /** What becomes of a fire before it is found. */
    void onFind(UnaryOperator<Fire> change) {
        onFind = change;
    }

    void clear() {
        fires.clear();
        lines.clear();
        upcoming.clear();
        onFind = UnaryOperator.identity();
    }

    @Override
    public Optional<Fire> find(String namespace, FireId id) {
        return Optional.ofNullable(fires.get(id.toString()))
                .filter(f -> f.task().namespace().equals(namespace))
                .map(onFind);
    }

    @Override
    public List<Attempt> attempts(Fire fire) {
        if (fire.claimedAt() == null) {
            return List.of();
        }
        return List.of(new Attempt(
                1, fire.state(), fire.worker(), fire.claimedAt(), fire.startedAt(), fire.finishedAt(), fire.error()));
    }

    /** Has the fire wait in a line. */
    void inLine(FireId fire, Line line) {
        lines.put(fire.toString(), line);
    }

    @Override
    public Optional<Line> line(Fire fire) {
        return Optional.ofNullable(lines.get(fire.id().toString()));
    }

    @Override
    public List<Fire> list(FireQuery query) {
        List<Fire> newestFirst = new ArrayList<>(fires.values()).reversed();
        return newestFirst.stream()
                .filter(f -> f.task().namespace().equals(query.namespace()))
                .filter(f -> query.task() == null || f.task().id().equals(query.task()))
                .filter(f -> query.state() == null || f.state().name().equals(query.state()))
                .filter(f -> query.trigger() == null || f.trigger().name().equals(query.trigger()))
                .filter(f -> query.from() == null || !f.scheduledFor().isBefore(query.from()))
                .filter(f -> query.to() == null || f.scheduledFor().isBefore(query.to()))
                .filter(f -> query.before() == null
                        || f.id().toString().compareTo(query.before().toString()) < 0)
                .limit(query.limit())
                .toList();
    }

    @Override
    public List<Upcoming> upcoming(String namespace, @Nullable Instant from, @Nullable Instant to, int limit) {
        return upcoming.stream()
                .filter(u -> u.task().namespace().equals(namespace))
                .filter(u -> from == null || !u.at().isBefore(from))
                .filter(u -> to == null || u.at().isBefore(to))
                .sorted(Comparator.comparing(Upcoming::at))
                .limit(limit)
                .toList();
    }
}
