package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What the engine has been told, in PostgreSQL. */
public final class JdbcEngineBook implements EngineBook {
    /** Who enters a fire hands it over at once; after so long he was cut off. */
    private static final Duration CUT_OFF = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     */
    public JdbcEngineBook(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public List<Task> behind(Duration age, Duration patience, int limit) {
        List<Key> keys = jdbc.sql("""
                with late as materialized (
                    select namespace, id from task
                    where engine_version <> version and updated_at <= statement_timestamp() - :age::interval
                        and (engine_tried_at is null or engine_tried_at < clock_timestamp() - :patience::interval)
                    order by coalesce(next_fire_at, updated_at)
                    limit :limit
                    for no key update skip locked
                )
                update task t set engine_tried_at = clock_timestamp()
                -- the range is always met; the planner expects few rows of it, and so goes by the tasks' keys
                from (select * from late where length(id) between 0 and 1000) l
                where t.namespace = l.namespace and t.id = l.id
                returning t.namespace, t.id
                """)
                .param("age", age.toString())
                .param("patience", patience.toString())
                .param("limit", limit)
                .query((row, number) -> new Key(row.getString("namespace"), row.getString("id")))
                .list();
        return keys.isEmpty()
                ? List.of()
                : jdbc.sql(TaskRows.SELECT + """
                        join (select * from jsonb_to_recordset(:rows::jsonb) as asked(namespace text, id text)
                                -- as above: by their keys
                                where length(id) between 0 and 1000) a
                            on a.namespace = t.namespace and a.id = t.id
                        order by coalesce(t.next_fire_at, t.updated_at)
                        """)
                        .param("rows", BookJson.rows(keys))
                        .query(TaskRows::task)
                        .list();
    }

    @Override
    public void markTold(Collection<Task> tasks) {
        List<Told> rows = tasks.stream()
                .map(task -> new Told(task.id().namespace(), task.id().id(), task.version(), task.engineVersion()))
                .toList();
        // locked in the order that claims use; what a trigger left in between must stay
        jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(
                        namespace text, id text, version integer, engine_version integer)
                ), locked as materialized (
                    -- lateral: one look by key for each, never a reading of all tasks there are
                    select t.namespace, t.id, a.version from (select * from asked order by namespace, id) a
                    cross join lateral (
                        select k.namespace, k.id from task k
                        where k.namespace = a.namespace and k.id = a.id and k.engine_version = a.engine_version
                        for no key update) t
                )
                update task t set engine_version = l.version, engine_tried_at = null
                -- the range is always met; the planner expects few rows of it, and so goes by the tasks' keys
                from (select * from locked where version between 0 and 2000000000) l where t.namespace = l.namespace and t.id = l.id
                """).param("rows", BookJson.rows(rows)).update();
    }

    @Override
    public long countBehind() {
        // the range is always met; the planner expects few rows of it, and so reads the index instead of the table
        return jdbc.sql("""
                select count(*) from task
                where engine_version <> version and coalesce(next_fire_at, updated_at) >= '-infinity'
                """).query(Long.class).single();
    }

    /**
     * What is due and not claimed: the schedule's instants, attempts that wait, and pauses that end. An index is asked with
     * the statement's time: that of clock_timestamp() changes from row to row.
     */
    private static final String OVERDUE = """
            select t.namespace, t.id, least(t.next_fire_at, o.due_at) as since
            from task t
            left join lateral (
                select min(o.due_at) filter (where o.dispatched_at is null) as due_at,
                    bool_or(o.state = 'RUNNING' and o.dispatched_at is null or o.stop is not null) as running
                from fire o where o.namespace = t.namespace and o.task = t.id and o.finished_at is null) o on true
            where t.state = 'ACTIVE' and t.next_fire_at < statement_timestamp() - :overdue::interval and o.running is not true
            union
            select t.namespace, t.id, o.due_at
            from fire o join task t on t.namespace = o.namespace and t.id = o.task
            where o.finished_at is null and o.due_at < statement_timestamp() - :overdue::interval
                and o.handed_over_at is null
                -- what waits for a slot is nobody's fault; what got one is to be handed over at once
                and case when o.slot_key is null then true
                    else o.admitted_at < statement_timestamp() - :overdue::interval end
                and (t.state in ('ACTIVE', 'COMPLETED') or t.state = 'PAUSED' and o.state = 'PENDING')
                and not exists (select from fire r where r.namespace = o.namespace and r.task = o.task
                                and r.finished_at is null and r.trigger not in ('ON_FAILURE', 'ON_SUCCESS', 'ON_LATE')
                                and (r.state = 'RUNNING' or r.handed_over_at is not null
                                    or r.slot_key is not null and r.admitted_at is null))
            union
            select namespace, id, paused_until from task
            where state = 'PAUSED' and paused_until < statement_timestamp() - :overdue::interval
            """;

    @Override
    public List<TaskId> overdue(Duration overdue, Duration patience, int limit) {
        return jdbc.sql("with late as (" + OVERDUE + """
                ), chosen as materialized (
                    select t.namespace, t.id, l.since
                    from task t join late l using (namespace, id)
                    -- each time twice as long: who is restarted loses its place in the engine's queue
                    where t.rescued_at is null or t.rescued_at < clock_timestamp()
                        - greatest(:patience::interval, least(6 * :patience::interval, (clock_timestamp() - l.since) / 2))
                    order by l.since
                    limit :limit
                    for no key update of t skip locked
                )
                update task t set rescued_at = clock_timestamp()
                from (select * from chosen where length(id) between 0 and 1000) c
                where t.namespace = c.namespace and t.id = c.id
                returning t.namespace, t.id
                """)
                .param("overdue", overdue.toString())
                .param("patience", patience.toString())
                .param("limit", limit)
                .query((row, number) -> new TaskId(row.getString("namespace"), row.getString("id")))
                .list();
    }

    @Override
    public @Nullable Instant missed(int number) {
        return jdbc.sql("""
                select t.next_fire_at from task t
                where t.state = 'ACTIVE' and t.next_fire_at < statement_timestamp() - :missed::interval
                    and not exists (select from fire o where o.namespace = t.namespace and o.task = t.id
                                    and o.finished_at is null and o.state = 'RUNNING')
                order by t.next_fire_at
                offset :before limit 1
                """)
                .param("missed", Plan.Start.LATE_NOT_MISSED.toString())
                .param("before", number - 1)
                .query((row, ignored) -> Columns.instant(row, "next_fire_at"))
                .optional()
                .orElse(null);
    }

    @Override
    public void attended(Collection<TaskId> tasks) {
        jdbc.sql("""
                with asked as materialized (
                    select t.namespace, t.id
                    from (select * from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text)
                        order by namespace, id) a
                    -- lateral: one look by key for each; whoever is being changed or claimed needs no note
                    cross join lateral (select k.namespace, k.id from task k
                        where k.namespace = a.namespace and k.id = a.id for no key update skip locked) t
                )
                update task t set rescued_at = clock_timestamp()
                from (select * from asked where length(id) between 0 and 1000) a
                where t.namespace = a.namespace and t.id = a.id
                """).param("rows", BookJson.rows(tasks)).update();
    }

    @Override
    public List<Carried> carried(Collection<TaskId> tasks) {
        return jdbc.sql("""
                select f.namespace, f.task, f.id
                from jsonb_to_recordset(:rows::jsonb) as asked(namespace text, id text)
                -- lateral, with a limit: one look by key for each, never a join with all open fires there are
                cross join lateral (
                    select o.namespace, o.task, o.id from fire o
                    where o.namespace = asked.namespace and o.task = asked.id and o.finished_at is null
                        and o.dispatched_at is not null
                    limit 1000) f
                """)
                .param("rows", BookJson.rows(tasks))
                .query(JdbcEngineBook::carried)
                .list();
    }

    @Override
    public List<Carried> silent(Duration age, int limit) {
        return jdbc.sql("""
                with chosen as materialized (
                    select f.scheduled_for, f.id from fire f
                    where f.finished_at is null and f.dispatched_at is not null
                        and (f.slot_key is null or f.admitted_at is not null)
                        and case when f.handed_over_at is null
                            then coalesce(f.admitted_at, f.dispatched_at)
                                < clock_timestamp() - least(:cutOff::interval, :age::interval)
                            else f.handed_over_at < clock_timestamp() - :age::interval end
                        and case when f.state = 'RUNNING'
                            then f.worker = :remote
                                and coalesce(f.attempt_claimed_at, f.claimed_at) < clock_timestamp() - :age::interval
                            when f.handed_over_at is null then true
                            else f.due_at < clock_timestamp() - :age::interval end
                    order by f.handed_over_at nulls first
                    limit :limit
                    for no key update skip locked
                )
                update fire f set handed_over_at = clock_timestamp()
                from (select * from chosen where id is not null) c
                where f.scheduled_for = c.scheduled_for and f.id = c.id
                returning f.namespace, f.task, f.id
                """)
                .param("age", age.toString())
                .param("cutOff", CUT_OFF.toString())
                .param("remote", FireBook.RemoteClaim.WORKER)
                .param("limit", limit)
                .query(JdbcEngineBook::carried)
                .list();
    }

    private static Carried carried(ResultSet row, int number) throws SQLException {
        return new Carried(
                new TaskId(row.getString("namespace"), row.getString("task")),
                new FireId(row.getObject("id", UUID.class)));
    }

    @Override
    public long countOverdue(Duration overdue) {
        return jdbc.sql("select count(*) from (" + OVERDUE + ") as late")
                .param("overdue", overdue.toString())
                .query(Long.class)
                .single();
    }

    @Override
    public Map<Instant, Long> dueInSeconds(Collection<Instant> seconds) {
        Map<Instant, Long> counts = new HashMap<>();
        if (seconds.isEmpty()) {
            return counts;
        }
        jdbc.sql("""
                select s.second, (select count(*) from task t where t.state = 'ACTIVE'
                    and t.next_fire_at >= s.second and t.next_fire_at < s.second + interval '1 second') as due
                from jsonb_to_recordset(:rows::jsonb) as s(second timestamptz)
                """)
                .param("rows", BookJson.rows(seconds.stream().map(Second::new).toList()))
                .query(row -> {
                    counts.put(Columns.requiredInstant(row, "second"), row.getLong("due"));
                });
        return counts;
    }

    @Override
    public boolean isNewEngine(String identity) {
        Boolean isNew = transactions.execute(status -> {
            int changed = jdbc.sql("""
                    insert into engine_instance (identity, since) values (:identity, clock_timestamp())
                    on conflict (only_row) do update set identity = excluded.identity, since = excluded.since
                        where engine_instance.identity <> excluded.identity
                    """).param("identity", identity).update();
            if (changed == 1) {
                jdbc.sql("""
                        with told as materialized (
                            select namespace, id from task
                            where engine_version > 0 and state in ('ACTIVE', 'PAUSED')
                            order by namespace, id
                            for no key update
                        )
                        update task t set engine_version = 0, engine_tried_at = null
                        from told where t.namespace = told.namespace and t.id = told.id
                        """).update();
                jdbc.sql(
                                "update fire set handed_over_at = null where finished_at is null and handed_over_at is not null")
                        .update();
            }
            return changed == 1;
        });
        return Boolean.TRUE.equals(isNew);
    }

    private record Key(String namespace, String id) {}

    private record Told(String namespace, String id, int version, int engineVersion) {}

    private record Second(Instant second) {}
}
