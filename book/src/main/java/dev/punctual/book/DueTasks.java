package dev.punctual.book;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the planner must know, for many tasks at once. */
final class DueTasks {
    private final JdbcClient jdbc;
    private final SpecCache specs;
    private final BookClock clock;

    DueTasks(JdbcClient jdbc, SpecCache specs, BookClock clock) {
        this.jdbc = jdbc;
        this.specs = specs;
        this.clock = clock;
    }

    /** The tasks in the order of the question; empty where there is none. */
    List<Optional<DueTask>> read(List<TaskId> tasks) {
        List<Row> rows = new ArrayList<>();
        jdbc.sql("""
                select t.namespace, t.id, t.state, t.version, t.position, t.next_fire_at, t.next_nominal_at,
                       t.paused_until, t.resumed_at, t.resumed_policy, t.planned_since, t.created_at,
                       l.scheduled_for as last_scheduled_for, l.trigger as last_trigger,
                       l.claimed_at as last_claimed_at, l.finished_at as last_finished_at,
                       (select jsonb_agg(jsonb_build_object('id', o.id, 'scheduled_for', o.scheduled_for,
                                'trigger', o.trigger, 'state', o.state, 'attempt', o.attempt, 'due_at', o.due_at,
                                'carrier', case when o.dispatched_at is null then 'TASK'
                                    when o.stop is not null then 'STOPPING'
                                    when o.slot_key is not null and o.admitted_at is null then 'IN_LINE'
                                    when o.handed_over_at is null then 'TO_HAND_OVER' else 'OWN_WORKFLOW' end))
                        from fire o
                        where o.namespace = t.namespace and o.task = t.id and o.finished_at is null) as open,
                       clock_timestamp() as now
                from jsonb_to_recordset(:rows::jsonb) as asked(namespace text, id text)
                -- lateral, with a limit: one look by key for each, never a reading of all tasks there are
                cross join lateral (
                    select * from task k where k.namespace = asked.namespace and k.id = asked.id limit 1) t
                left join lateral (
                    select f.scheduled_for, f.trigger, f.claimed_at, f.finished_at from fire f
                    where f.scheduled_for = t.last_fire_at and f.id = t.last_fire_id limit 1) l on true
                """).param("rows", BookJson.rows(tasks)).query(row -> {
            rows.add(row(row));
        });
        if (!rows.isEmpty()) {
            clock.read(rows.getLast().now());
        }
        Map<SpecCache.Key, TaskSpec> definitions =
                specs.get(rows.stream().map(Row::key).toList());
        Map<TaskId, DueTask> found = new HashMap<>();
        for (Row row : rows) {
            TaskSpec spec = Objects.requireNonNull(definitions.get(row.key()), "every version is kept");
            found.put(row.key().task(), row.withSpec(spec));
        }
        return tasks.stream().map(task -> Optional.ofNullable(found.get(task))).toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        Instant next = Columns.instant(row, "next_fire_at");
        Instant resumedAt = Columns.instant(row, "resumed_at");
        String open = row.getString("open");
        return new Row(
                new SpecCache.Key(
                        new TaskId(row.getString("namespace"), row.getString("id")),
                        row.getInt("version"),
                        Columns.requiredInstant(row, "created_at")),
                TaskState.valueOf(row.getString("state")),
                row.getLong("position"),
                next == null ? null : new NextFire(next, Columns.requiredInstant(row, "next_nominal_at")),
                Columns.instant(row, "paused_until"),
                resumedAt == null
                        ? null
                        : new Resumed(resumedAt, CatchUpPolicy.valueOf(row.getString("resumed_policy"))),
                open == null ? List.of() : open(open),
                last(row),
                Columns.instant(row, "planned_since"),
                Columns.requiredInstant(row, "now"));
    }

    private static List<OpenFire> open(String json) {
        return Arrays.stream(BookJson.row(json, OpenRow[].class))
                .map(OpenRow::fire)
                .sorted(Comparator.comparing(OpenFire::scheduledFor))
                .toList();
    }

    private static @Nullable LastRun last(ResultSet row) throws SQLException {
        Instant claimedAt = Columns.instant(row, "last_claimed_at");
        if (claimedAt == null) {
            return null;
        }
        // only a scheduled fire can have been moved past others
        boolean scheduled = row.getString("last_trigger").equals(Trigger.SCHEDULE.name());
        return new LastRun(
                scheduled ? Columns.requiredInstant(row, "last_scheduled_for") : Instant.EPOCH,
                claimedAt,
                Columns.instant(row, "last_finished_at"));
    }

    private record OpenRow(
            UUID id,
            Instant scheduledFor,
            Trigger trigger,
            FireState state,
            int attempt,
            @Nullable Instant dueAt,
            Carrier carrier) {
        OpenFire fire() {
            return new OpenFire(new FireId(id), scheduledFor, trigger, state, attempt, dueAt, carrier);
        }
    }

    private record Row(
            SpecCache.Key key,
            TaskState state,
            long position,
            @Nullable NextFire next,
            @Nullable Instant pausedUntil,
            @Nullable Resumed resumed,
            List<OpenFire> open,
            @Nullable LastRun last,
            @Nullable Instant plannedSince,
            Instant now) {
        DueTask withSpec(TaskSpec spec) {
            return new DueTask(
                    key.task(),
                    state,
                    key.version(),
                    position,
                    spec,
                    next,
                    pausedUntil,
                    resumed,
                    open,
                    last,
                    plannedSince);
        }
    }
}
