package dev.punctual.book;

import dev.punctual.book.TaskChanges.Change;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Replanning;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Compares next fires in PostgreSQL with the time-zone data of this process. */
public final class JdbcTimeZoneBook implements TimeZoneBook {
    private final JdbcClient jdbc;
    private final BookClock clock;
    private final TaskChanges changes;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param clock the book's
     * @param listener hears of every change after its commit
     */
    public JdbcTimeZoneBook(
            JdbcClient jdbc, TransactionOperations transactions, BookClock clock, TaskListener listener) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.changes = new TaskChanges(jdbc, transactions, listener);
    }

    /** A task's place in its schedule. */
    private record Place(
            TaskId task,
            TaskState state,
            Schedule schedule,
            @Nullable String recordedVersion,
            NextFire next) {
        boolean concerned(Instant now) {
            return Replanning.concerns(schedule, next, now);
        }

        @Nullable
        NextFire anew(Instant now) {
            return Replanning.next(schedule, next, now);
        }

        /** Where it moves; null when it stays. */
        @Nullable
        Shift shift(Instant now) {
            NextFire anew = anew(now);
            return next.equals(anew)
                    ? null
                    : new Shift(task, state, schedule, recordedVersion, next.at(), anew == null ? null : anew.at());
        }
    }

    /** A next fire that stays where the book has it. */
    private record Kept(String id, Instant nextFireAt) {}

    @Override
    public Page compare(String namespace, @Nullable String after, int limit) {
        Instant now = clock.instant();
        List<Place> found = read(namespace, after, limit);
        List<Shift> shifts = new ArrayList<>();
        for (Place place : upTo(limit, found)) {
            Shift shift = place.shift(now);
            if (shift != null) {
                shifts.add(shift);
            }
        }
        return page(limit, found, shifts);
    }

    @Override
    public Page replan(String namespace, @Nullable String after, int limit, String actor) {
        Instant now = clock.instant();
        List<Place> found = read(namespace, after, limit);
        List<Shift> shifts = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (Place place : upTo(limit, found)) {
            if (place.shift(now) != null) {
                Shift shift = replan(place, actor);
                if (shift != null) {
                    shifts.add(shift);
                }
            } else if (place.concerned(now)) {
                kept.add(new Kept(place.task().id(), place.next().at()));
            }
        }
        confirm(namespace, kept);
        return page(limit, found, shifts);
    }

    private static List<Place> upTo(int limit, List<Place> found) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    private static Page page(int limit, List<Place> found, List<Shift> shifts) {
        List<Place> page = upTo(limit, found);
        String last = found.size() > limit ? page.getLast().task().id() : null;
        return new Page(page.size(), shifts, last);
    }

    private List<Place> read(String namespace, @Nullable String after, int limit) {
        return jdbc.sql(TaskRows.SELECT + """
                where t.namespace = :namespace and t.id > :after and t.state in ('ACTIVE', 'PAUSED')
                    and t.next_fire_at is not null
                order by t.namespace, t.id limit :limit
                """)
                .param("namespace", namespace)
                .param("after", after == null ? "" : after)
                .param("limit", limit + 1)
                .query((row, number) -> {
                    Task task = TaskRows.task(row, number);
                    return new Place(
                            task.id(),
                            task.state(),
                            task.spec().schedule(),
                            task.tzdataVersion(),
                            Objects.requireNonNull(TaskRows.next(row)));
                })
                .list();
    }

    /** Decides once more under the lock: what was claimed or changed meanwhile may have been computed anew. */
    private @Nullable Shift replan(Place read, String actor) {
        AtomicReference<@Nullable Shift> made = new AtomicReference<>();
        changes.apply(read.task(), null, actor, "replan", task -> {
            Place place = place(task, read.recordedVersion());
            Shift shift = place == null ? null : place.shift(task.now());
            made.set(shift);
            return place == null || shift == null ? null : Change.of(task).next(place.anew(task.now()));
        });
        return made.get();
    }

    private static @Nullable Place place(Current task, @Nullable String recordedVersion) {
        NextFire next = task.next();
        return switch (task.state()) {
            case ACTIVE, PAUSED ->
                next == null
                        ? null
                        : new Place(task.id(), task.state(), task.spec().schedule(), recordedVersion, next);
            case COMPLETED, CANCELLED -> null;
        };
    }

    private void confirm(String namespace, List<Kept> kept) {
        jdbc.sql("""
                with kept as materialized (
                    -- in the order that claims use
                    select t.id from task t
                    join jsonb_to_recordset(:rows::jsonb) as k(id text, next_fire_at timestamptz)
                        on t.namespace = :namespace and t.id = k.id and t.next_fire_at = k.next_fire_at
                    where t.tzdata_version is distinct from :tzdata
                    order by t.id
                    for no key update of t
                )
                update task t set tzdata_version = :tzdata from kept k where t.namespace = :namespace and t.id = k.id
                """)
                .param("tzdata", TimeZoneData.version())
                .param("rows", BookJson.rows(kept))
                .param("namespace", namespace)
                .update();
    }
}
