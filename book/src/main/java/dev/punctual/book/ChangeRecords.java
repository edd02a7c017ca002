package dev.punctual.book;

import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every change by a user is made of: lock, look, audit, have the engine told. Inside the caller's transaction. */
final class ChangeRecords {
    private static final String OF_SEED = """
             from audit_event
            where namespace = :namespace and task = :task and detail ->> 'seed' = :seed limit 1
            """;

    private final JdbcClient jdbc;

    ChangeRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the audit log keeps of a change besides its name; each may be absent. */
    static Map<String, String> detail(@Nullable FireId fire, @Nullable UUID seed) {
        Map<String, String> detail = new LinkedHashMap<>();
        if (fire != null) {
            detail.put("fire", fire.toString());
        }
        if (seed != null) {
            detail.put("seed", seed.toString());
        }
        return detail;
    }

    /**
     * The task, whose row is locked from now on.
     *
     * @throws TaskRefusal.NotFound when there is none
     */
    Current lock(TaskId id) {
        int version = jdbc.sql("select version from task where namespace = :namespace and id = :id for no key update")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new TaskRefusal.NotFound(id));
        // a statement of its own: the one that waited for the lock does not see the version that it waited for
        return jdbc.sql("""
                select t.state, t.next_fire_at, t.next_nominal_at, t.paused_reason, t.paused_until, t.frozen_by, t.planned_since,
                       v.spec, clock_timestamp() as now
                from task t join task_version v on v.namespace = t.namespace and v.id = t.id and v.version = :version
                where t.namespace = :namespace and t.id = :id
                """)
                .param("namespace", id.namespace())
                .param("id", id.id())
                .param("version", version)
                .query((row, number) -> current(id, version, row))
                .single();
    }

    private static Current current(TaskId id, int version, ResultSet row) throws SQLException {
        TaskState state = TaskState.valueOf(row.getString("state"));
        return new Current(
                id,
                state,
                version,
                BookJson.spec(row.getString("spec")),
                TaskRows.next(row),
                TaskRows.pause(state, row),
                row.getString("frozen_by"),
                Columns.instant(row, "planned_since"),
                Columns.requiredInstant(row, "now"));
    }

    Task read(TaskId id) {
        return jdbc.sql(TaskRows.SELECT + "where t.namespace = :namespace and t.id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(TaskRows::task)
                .single();
    }

    /** The engine must look again; each time leaves another number, so that being told of one wish settles no other. */
    void wakeEngine(TaskId id) {
        jdbc.sql("""
                update task set engine_version = least(engine_version, 0) - 1, engine_tried_at = null
                where namespace = :namespace and id = :id
                """).param("namespace", id.namespace()).param("id", id.id()).update();
    }

    /** Whether the task has open fires. */
    boolean hasOpenFires(TaskId id) {
        return jdbc.sql("""
                select exists (select from fire o
                    where o.namespace = :namespace and o.task = :task and o.finished_at is null)
                """)
                .param("namespace", id.namespace())
                .param("task", id.id())
                .query(Boolean.class)
                .single();
    }

    /** @param detail more on it; null for nothing */
    void audit(Current task, int version, String actor, String verb, @Nullable Map<String, String> detail) {
        jdbc.sql("""
                insert into audit_event (at, namespace, task, version, actor, verb, detail)
                values (clock_timestamp(), :namespace, :task, :version, :actor, :verb, :detail::jsonb)
                """)
                .param("namespace", task.id().namespace())
                .param("task", task.id().id())
                .param("version", version)
                .param("actor", actor)
                .param("verb", verb)
                .param("detail", detail == null ? null : BookJson.write(detail), Types.VARCHAR)
                .update();
    }

    /** Whether the change that this seed names was made before. */
    boolean wasMade(TaskId task, @Nullable UUID seed) {
        return seed != null
                && !jdbc.sql("select id" + OF_SEED)
                        .param("namespace", task.namespace())
                        .param("task", task.id())
                        .param("seed", seed.toString())
                        .query(Long.class)
                        .list()
                        .isEmpty();
    }

    /** The fire that the wish of this seed led to; null when it was not carried out, or its fire is no longer kept. */
    @Nullable
    Fire firedBefore(TaskId task, @Nullable UUID seed) {
        if (seed == null) {
            return null;
        }
        return jdbc.sql("select detail ->> 'fire' as fire" + OF_SEED)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("seed", seed.toString())
                .query((row, number) -> FireId.parse(row.getString("fire")))
                .optional()
                .flatMap(fire -> new JdbcFireLedger(jdbc).find(task.namespace(), fire))
                .orElse(null);
    }
}
