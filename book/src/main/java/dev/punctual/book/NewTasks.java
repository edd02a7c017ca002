package dev.punctual.book;

import dev.punctual.book.TaskBook.Created;
import dev.punctual.book.TaskBook.NewTask;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Registers many tasks in one statement. */
final class NewTasks {
    private final JdbcClient jdbc;
    private final BookClock clock;

    NewTasks(JdbcClient jdbc, BookClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A task, and who registers it. */
    record Order(NewTask task, String actor) {}

    /** What became of each, in the order given. */
    List<Created> register(List<Order> orders) {
        Instant now = clock.instant();
        Created[] answers = new Created[orders.size()];
        List<Row> rows = new ArrayList<>(orders.size());
        Set<TaskId> seen = new HashSet<>();
        for (int i = 0; i < answers.length; i++) {
            NewTask task = orders.get(i).task();
            Instant first = task.spec().schedule().firstFor(now).orElse(null);
            if (!seen.add(task.id())) {
                answers[i] = new Created.Refused(new TaskRefusal.Exists(task.id()));
            } else if (first == null) {
                answers[i] = new Created.Refused(neverFires());
            } else {
                rows.add(Row.of(i, orders.get(i), first));
            }
        }
        Map<Integer, Instant> created = insert(rows);
        for (Row row : rows) {
            TaskId id = new TaskId(row.namespace(), row.id());
            Instant at = created.get(row.ord());
            answers[row.ord()] = at == null
                    ? new Created.Refused(new TaskRefusal.Exists(id))
                    : new Created.Done(task(orders.get(row.ord()).task(), row.nextFireAt(), at));
        }
        return Arrays.asList(answers);
    }

    static TaskRefusal.Invalid neverFires() {
        return new TaskRefusal.Invalid(
                "/schedule",
                "NEVER_FIRES",
                "the schedule has no instant from now on; choose one that has, POST /v1/schedules:preview shows them");
    }

    private Map<Integer, Instant> insert(List<Row> rows) {
        Map<Integer, Instant> created = new HashMap<>();
        if (rows.isEmpty()) {
            return created;
        }
        jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(
                        ord integer, namespace text, id text, spec jsonb, display_name text, labels jsonb,
                        action_type text, next_fire_at timestamptz, actor text)
                ), created as (
                    insert into task (namespace, id, state, version, next_fire_at, next_nominal_at, tzdata_version, created_at,
                        updated_at)
                    select namespace, id, 'ACTIVE', 1, next_fire_at, next_fire_at, :tzdata, at, at
                    from asked, (select clock_timestamp() as at) as now
                    order by namespace, id
                    on conflict do nothing
                    returning namespace, id, created_at
                ), versions as (
                    insert into task_version (namespace, id, version, spec, display_name, labels, action_type, created_at)
                    select a.namespace, a.id, 1, a.spec, a.display_name, a.labels, a.action_type, c.created_at
                    from asked a join created c using (namespace, id)
                ), audits as (
                    insert into audit_event (at, namespace, task, version, actor, verb)
                    select c.created_at, a.namespace, a.id, 1, a.actor, 'create'
                    from asked a join created c using (namespace, id)
                )
                select a.ord, c.created_at from asked a join created c using (namespace, id)
                """)
                .param("rows", BookJson.rows(rows))
                .param("tzdata", TimeZoneData.version())
                .query(row -> {
                    created.put(row.getInt("ord"), Columns.requiredInstant(row, "created_at"));
                });
        return created;
    }

    /** A task as it is once it is registered. */
    static Task task(NewTask task, Instant nextFireAt, Instant at) {
        return new Task(
                task.id(), TaskState.ACTIVE, 1, task.spec(), nextFireAt, null, 0, null, at, at, TimeZoneData.version());
    }

    private record Row(
            int ord,
            String namespace,
            String id,
            Object spec,
            @Nullable String displayName,
            Map<String, String> labels,
            String actionType,
            Instant nextFireAt,
            String actor) {
        static Row of(int ord, Order order, Instant nextFireAt) {
            NewTask task = order.task();
            return new Row(
                    ord,
                    task.id().namespace(),
                    task.id().id(),
                    BookJson.tree(task.spec()),
                    task.spec().displayName(),
                    task.spec().labels(),
                    task.spec().action().type(),
                    nextFireAt,
                    order.actor());
        }
    }
}
