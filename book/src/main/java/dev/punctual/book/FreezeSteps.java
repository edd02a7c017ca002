package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Has tasks rest because of a freeze, many in a statement, and puts them back in force, each by its own catch-up. */
final class FreezeSteps {
    /** So many are paused in a transaction: users wait no longer than that for a task. */
    private static final int BATCH = 500;

    private static final int THAWED_TOGETHER = 100;

    private static final String ALL = """
            with chosen as materialized (
                select t.id, t.version from task t
                where t.namespace = :namespace and t.state = 'ACTIVE' and t.id > :after
                order by t.namespace, t.id
                limit :limit
            )""";

    /** By the index on labels, so that a freeze of few among many tasks costs little for as long as it holds. */
    private static final String LABELLED = """
            with named as materialized (
                select v.id, v.version from task_version v
                where v.namespace = :namespace and v.labels @> :label::jsonb and v.id > :after
            ), chosen as materialized (
                select n.id, n.version from named n
                cross join lateral (
                    select k.version, k.state from task k where k.namespace = :namespace and k.id = n.id limit 1) t
                where t.version = n.version and t.state = 'ACTIVE'
                order by n.id
                limit :limit
            )""";

    private static final String FREEZE = """
            , locked as materialized (
                -- in the order that claims use; lateral: one look by key for each
                select t.* from (select id from chosen order by id) c
                cross join lateral (
                    select k.namespace, k.id, k.version, k.state from task k
                    where k.namespace = :namespace and k.id = c.id
                    for no key update) t
            ), changed as (
                update task t set state = 'PAUSED', version = t.version + 1, paused_reason = :reason, paused_until = null,
                    frozen_by = :freeze, engine_tried_at = null, updated_at = clock_timestamp()
                from (select * from locked where length(id) between 0 and 1000) l
                join chosen c on c.id = l.id and c.version = l.version
                where t.namespace = l.namespace and t.id = l.id and l.state = 'ACTIVE'
                returning t.namespace, t.id, t.version
            ), versions as (
                insert into task_version (namespace, id, version, spec, display_name, labels, action_type, created_at)
                select v.namespace, v.id, c.version, v.spec, v.display_name, v.labels, v.action_type, clock_timestamp()
                from changed c
                cross join lateral (
                    select * from task_version o
                    where o.namespace = c.namespace and o.id = c.id and o.version = c.version - 1 limit 1) v
            ), audited as (
                insert into audit_event (at, namespace, task, version, actor, verb, detail)
                select clock_timestamp(), namespace, id, version, :actor, 'freeze', jsonb_build_object('freeze', :freeze::text)
                from changed
            )
            select id, pg_notify(:channel, namespace || '/' || id) from changed order by id
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final TaskChanges changes;

    FreezeSteps(JdbcClient jdbc, TransactionOperations transactions, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.changes = new TaskChanges(jdbc, transactions, listener);
    }

    /** Has the tasks rest that match and are in force; how many those were. */
    int freeze(Freeze freeze, BooleanSupplier goesOn) {
        int frozen = 0;
        String after = "";
        while (goesOn.getAsBoolean()) {
            List<String> batch = freezeBatch(freeze, after);
            frozen += batch.size();
            if (batch.size() < BATCH) {
                break;
            }
            after = batch.getLast();
        }
        return frozen;
    }

    private List<String> freezeBatch(Freeze freeze, String after) {
        Freeze.Label label = freeze.wish().label();
        String reason = freeze.wish().reason();
        return Objects.requireNonNull(transactions.execute(status -> {
            // a thaw waits for this batch, and none begins after it
            boolean holds = jdbc.sql("""
                            select state from task_freeze where namespace = :namespace and id = :id and state = 'FROZEN' for share
                            """)
                            .param("namespace", freeze.namespace())
                            .param("id", freeze.id())
                            .query(String.class)
                            .list()
                            .size()
                    == 1;
            if (!holds) {
                return List.<String>of();
            }
            JdbcClient.StatementSpec statement = label == null
                    ? jdbc.sql(ALL + FREEZE)
                    : jdbc.sql(LABELLED + FREEZE).param("label", BookJson.write(Map.of(label.key(), label.value())));
            return statement
                    .param("namespace", freeze.namespace())
                    .param("after", after)
                    .param("limit", BATCH)
                    .param("reason", "freeze " + freeze.id() + (reason == null ? "" : ": " + reason))
                    .param("freeze", freeze.id())
                    .param("actor", freeze.createdBy())
                    .param("channel", TaskNotices.CHANNEL)
                    .query((row, number) -> Objects.requireNonNull(row.getString("id"), "it is a key"))
                    .list();
        }));
    }

    /** Puts its tasks back in force; how many those were. */
    int thaw(Freeze freeze, BooleanSupplier goesOn) {
        int thawed = 0;
        while (goesOn.getAsBoolean()) {
            List<String> batch = jdbc.sql("""
                    select id from task where namespace = :namespace and frozen_by = :freeze order by id limit :limit
                    """)
                    .param("namespace", freeze.namespace())
                    .param("freeze", freeze.id())
                    .param("limit", THAWED_TOGETHER)
                    .query((row, number) -> Objects.requireNonNull(row.getString("id"), "it is a key"))
                    .list();
            if (batch.isEmpty()) {
                end(freeze);
                break;
            }
            for (String id : batch) {
                thaw(freeze, new TaskId(freeze.namespace(), id));
                thawed++;
            }
        }
        return thawed;
    }

    private void thaw(Freeze freeze, TaskId id) {
        changes.apply(id, null, freeze.createdBy(), "thaw", task -> resumed(freeze, task));
    }

    /** Null when a user acted on it meanwhile. */
    private static TaskChanges.@Nullable Change resumed(Freeze freeze, TaskChanges.Current task) {
        return task.state() == TaskState.PAUSED && freeze.id().equals(task.frozenBy())
                ? JdbcTaskVerbs.resumed(task, freeze.wish().catchUp())
                : null;
    }

    private void end(Freeze freeze) {
        jdbc.sql("""
                update task_freeze set state = 'THAWED', thawed_at = clock_timestamp()
                where namespace = :namespace and id = :id and state = 'THAWING'
                """)
                .param("namespace", freeze.namespace())
                .param("id", freeze.id())
                .update();
    }
}
