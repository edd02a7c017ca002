package dev.punctual.book;

import dev.punctual.book.Freeze.Label;
import dev.punctual.book.Freeze.State;
import dev.punctual.book.Freeze.Wish;
import dev.punctual.workflows.task.CatchUpPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Freezes in PostgreSQL. */
public final class JdbcFreezeBook implements FreezeBook {
    private static final String SELECT = """
            select z.*, (select count(*) from task t where t.namespace = z.namespace and t.frozen_by = z.id) as tasks
            from task_freeze z
            """;

    private final JdbcClient jdbc;
    private final FreezeSteps steps;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param listener hears which tasks are back in force
     */
    public JdbcFreezeBook(JdbcClient jdbc, TransactionOperations transactions, TaskListener listener) {
        this.jdbc = jdbc;
        this.steps = new FreezeSteps(jdbc, transactions, listener);
    }

    @Override
    public Freeze start(String namespace, String id, Wish wish, String actor) {
        Label label = wish.label();
        jdbc.sql("""
                insert into task_freeze (namespace, id, label_key, label_value, reason, until, catch_up, state, created_at,
                    created_by)
                values (:namespace, :id, :key, :value, :reason, :until, :catchUp, 'FROZEN', clock_timestamp(), :actor)
                on conflict do nothing
                """)
                .param("namespace", namespace)
                .param("id", id)
                .param("key", label == null ? null : label.key(), Types.VARCHAR)
                .param("value", label == null ? null : label.value(), Types.VARCHAR)
                .param("reason", wish.reason(), Types.VARCHAR)
                .param("until", Columns.parameter(wish.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("catchUp", name(wish.catchUp()), Types.VARCHAR)
                .param("actor", actor)
                .update();
        return required(namespace, id);
    }

    private static @Nullable String name(@Nullable CatchUpPolicy policy) {
        return policy == null ? null : policy.name();
    }

    @Override
    public Optional<Freeze> find(String namespace, String id) {
        return jdbc.sql(SELECT + "where z.namespace = :namespace and z.id = :id")
                .param("namespace", namespace)
                .param("id", id)
                .query(JdbcFreezeBook::freeze)
                .optional();
    }

    private Freeze required(String namespace, String id) {
        return find(namespace, id).orElseThrow(() -> new FreezeRefusal(namespace, id));
    }

    @Override
    public List<Freeze> list(String namespace, @Nullable String after, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("where z.namespace = :namespace\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("namespace", namespace);
        parameters.put("limit", limit);
        JdbcTaskBook.filter(sql, parameters, """
                and (z.created_at, z.id)
                    < (select a.created_at, a.id from task_freeze a where a.namespace = :namespace and a.id = :after)
                """, "after", after);
        sql.append("order by z.created_at desc, z.id desc limit :limit");
        return jdbc.sql(sql.toString())
                .params(parameters)
                .query(JdbcFreezeBook::freeze)
                .list();
    }

    @Override
    public Freeze thaw(String namespace, String id, @Nullable CatchUpPolicy catchUp, String actor) {
        jdbc.sql("""
                update task_freeze set state = 'THAWING', catch_up = coalesce(:catchUp, catch_up), thawed_by = :actor
                where namespace = :namespace and id = :id and state = 'FROZEN'
                """)
                .param("catchUp", name(catchUp), Types.VARCHAR)
                .param("actor", actor)
                .param("namespace", namespace)
                .param("id", id)
                .update();
        return required(namespace, id);
    }

    @Override
    public int advance(BooleanSupplier goesOn) {
        jdbc.sql("update task_freeze set state = 'THAWING' where state = 'FROZEN' and until <= clock_timestamp()")
                .update();
        int changed = 0;
        for (Freeze freeze : inForce()) {
            changed += freeze.state() == State.FROZEN ? steps.freeze(freeze, goesOn) : steps.thaw(freeze, goesOn);
        }
        return changed;
    }

    private List<Freeze> inForce() {
        return jdbc.sql(
                        "select z.*, 0 as tasks from task_freeze z where z.state <> 'THAWED' order by z.namespace, z.id")
                .query(JdbcFreezeBook::freeze)
                .list();
    }

    private static Freeze freeze(ResultSet row, int number) throws SQLException {
        @Nullable String key = row.getString("label_key");
        @Nullable String catchUp = row.getString("catch_up");
        @Nullable String reason = row.getString("reason");
        return new Freeze(
                row.getString("namespace"),
                row.getString("id"),
                new Wish(
                        key == null ? null : new Label(key, row.getString("label_value")),
                        reason,
                        Columns.instant(row, "until"),
                        catchUp == null ? null : CatchUpPolicy.valueOf(catchUp)),
                State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getLong("tasks"),
                Columns.requiredInstant(row, "created_at"),
                row.getString("created_by"),
                Columns.instant(row, "thawed_at"));
    }
}
