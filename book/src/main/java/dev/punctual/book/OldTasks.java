package dev.punctual.book;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Walks over all tasks, a page at a time and on from where the last pass stopped: archives those that ended long ago and have
 * no fires left, and deletes definitions that no kept fire can have run by.
 */
final class OldTasks {
    private static final int PAGE = 1_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    OldTasks(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A task on the page. */
    private record Row(String namespace, String id, int version, boolean ended) {}

    /** Answers how many tasks were archived and definitions deleted. */
    int archive(Instant now, Duration retention, BooleanSupplier timeLeft) {
        Row place = jdbc.sql("select namespace, id from retention")
                .query((row, number) -> new Row(row.getString("namespace"), row.getString("id"), 0, false))
                .optional()
                .orElse(new Row("", "", 0, false));
        int gone = 0;
        List<Row> page;
        do {
            page = page(place, now, retention);
            gone += archive(page.stream().filter(Row::ended).toList());
            gone += deleteVersions(
                    page.stream().filter(row -> row.version() > 1).toList(), now.minus(retention));
            place = page.size() < PAGE ? new Row("", "", 0, false) : page.getLast();
            jdbc.sql("update retention set namespace = :namespace, id = :id")
                    .param("namespace", place.namespace())
                    .param("id", place.id())
                    .update();
        } while (page.size() == PAGE && timeLeft.getAsBoolean());
        return gone;
    }

    private List<Row> page(Row after, Instant now, Duration retention) {
        return jdbc.sql("""
                select t.namespace, t.id, t.version,
                    t.state in ('COMPLETED', 'CANCELLED') and t.updated_at < :now - least(:retention::interval, (
                        select (v.spec ->> 'retention')::interval from task_version v
                        where v.namespace = t.namespace and v.id = t.id and v.version = t.version)) as ended
                from task t where (t.namespace, t.id) > (:namespace, :id)
                order by t.namespace, t.id limit :limit
                """)
                .param("now", Columns.parameter(now))
                .param("retention", retention.toString())
                .param("namespace", after.namespace())
                .param("id", after.id())
                .param("limit", PAGE)
                .query((row, number) -> new Row(
                        row.getString("namespace"),
                        row.getString("id"),
                        row.getInt("version"),
                        row.getBoolean("ended")))
                .list();
    }

    private int archive(List<Row> ended) {
        if (ended.isEmpty()) {
            return 0;
        }
        Integer gone = transactions.execute(status -> {
            List<Row> locked = jdbc.sql("""
                    select t.namespace, t.id, t.version from (
                        select * from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, version integer)
                        order by namespace, id) a
                    cross join lateral (
                        select k.namespace, k.id, k.version from task k
                        where k.namespace = a.namespace and k.id = a.id and k.version = a.version
                            and k.state in ('COMPLETED', 'CANCELLED')
                        for update skip locked) t
                    """)
                    .param("rows", BookJson.rows(ended))
                    .query((row, number) ->
                            new Row(row.getString("namespace"), row.getString("id"), row.getInt("version"), true))
                    .list();
            // a statement of its own: the one that locks does not see a fire that was asked for meanwhile
            return locked.isEmpty() ? 0 : archiveLocked(locked);
        });
        return gone == null ? 0 : gone;
    }

    private int archiveLocked(List<Row> locked) {
        return jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, version integer)
                ), chosen as materialized (
                    select t.* from asked a
                    -- lateral, with a limit: one look by key for each, never a reading of all tasks there are
                    cross join lateral (
                        select k.namespace, k.id, k.version, k.state, k.created_at, k.updated_at, v.spec
                        from task k
                        join task_version v on v.namespace = k.namespace and v.id = k.id and v.version = k.version
                        where k.namespace = a.namespace and k.id = a.id limit 1) t
                    where (select f.id from fire f where f.namespace = t.namespace and f.task = t.id limit 1) is null
                ), archived as (
                    insert into task_archive (namespace, id, archived_at, state, version, spec, created_at, ended_at)
                    select namespace, id, clock_timestamp(), state, version, spec, created_at, updated_at from chosen
                ), audited as (
                    insert into audit_event (at, namespace, task, version, actor, verb)
                    select clock_timestamp(), namespace, id, version, 'punctual', 'archive' from chosen
                ), calendars as (
                    delete from task_calendar c using (select * from chosen where version between 1 and 2000000000) t
                    where c.namespace = t.namespace and c.task = t.id
                ), versions as (
                    delete from task_version v using (select * from chosen where version between 1 and 2000000000) t
                    where v.namespace = t.namespace and v.id = t.id
                )
                -- the range is always met; the planner expects few rows of it, and so goes by the tasks' keys
                delete from task k using (select * from chosen where version between 1 and 2000000000) t
                where k.namespace = t.namespace and k.id = t.id
                """).param("rows", BookJson.rows(locked)).update();
    }

    /**
     * A definition was in use until the next one came, and a fire's instant comes before it is claimed: once the task has no
     * fire from before that, give or take a day, none has run by it.
     */
    private int deleteVersions(List<Row> changed, Instant cutoff) {
        if (changed.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, version integer)
                ), old as materialized (
                    select o.namespace, o.id, o.version from asked a
                    cross join lateral (
                        select n.version from task_version n
                        where n.namespace = a.namespace and n.id = a.id and n.version > 1 and n.version <= a.version
                            and n.created_at < :cutoff - interval '1 day'
                            and (select f.id from fire f where f.namespace = a.namespace and f.task = a.id
                                and f.scheduled_for <= n.created_at + interval '1 day' limit 1) is null
                        order by n.version desc limit 1) n
                    cross join lateral (
                        select v.namespace, v.id, v.version from task_version v
                        where v.namespace = a.namespace and v.id = a.id and v.version < n.version limit 1000) o
                    limit 5000
                )
                -- the range is always met; the planner expects few rows of it, and so goes by their keys
                delete from task_version v using (select * from old where version between 1 and 2000000000) o
                where v.namespace = o.namespace and v.id = o.id and v.version = o.version
                """)
                .param("rows", BookJson.rows(changed))
                .param("cutoff", Columns.parameter(cutoff))
                .update();
    }
}
