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
        if (!rows.isEmpty()) {
            insert(rows, orders, answers);
        }
        return Arrays.asList(answers);
    }

    static TaskRefusal.Invalid neverFires() {
        return new TaskRefusal.Invalid(
                "/schedule",
                "NEVER_FIRES",
                "the schedule has no instant from now on; choose one that has, POST /v1/schedules:preview shows them");
    }

    private void insert(List<Row> rows, List<Order> orders, Created[] answers) {
        jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(
                        ord integer, namespace text, id text, spec jsonb, display_name text, labels jsonb,
                        action_type text, next_fire_at timestamptz, actor text, calendars jsonb)
                ), used as materialized (
                    select a.ord, a.namespace, a.id, u.calendar, u.revision
                    from asked a, jsonb_to_recordset(a.calendars) as u(calendar text, revision integer)
                ), known as materialized (
                    -- locked: whoever deletes a calendar must see the tasks that use it
                    select namespace, name from calendar
                    where (namespace, name) in (select namespace, calendar from used)
                    order by namespace, name
                    for key share
                ), unknown as materialized (
                    select ord, min(calendar) as calendar from used
                    where (namespace, calendar) not in (select namespace, name from known)
                    group by ord
                ), created as (
                    insert into task (namespace, id, state, version, next_fire_at, next_nominal_at, tzdata_version, created_at,
                        updated_at)
                    select namespace, id, 'ACTIVE', 1, next_fire_at, next_fire_at, :tzdata, at, at
                    from asked, (select clock_timestamp() as at) as now
                    where ord not in (select ord from unknown)
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
                ), uses as (
                    insert into task_calendar (namespace, task, calendar, revision)
                    select u.namespace, u.id, u.calendar, u.revision
                    from used u join created c using (namespace, id)
                )
                select a.ord, a.next_fire_at, c.created_at, u.calendar as unknown
                from asked a left join created c using (namespace, id) left join unknown u using (ord)
                """)
                .param("rows", BookJson.rows(rows))
                .param("tzdata", TimeZoneData.version())
                .query(row -> {
                    int ord = row.getInt("ord");
                    NewTask task = orders.get(ord).task();
                    Instant at = Columns.instant(row, "created_at");
                    String unknown = row.getString("unknown");
                    if (at != null) {
                        answers[ord] = new Created.Done(task(task, Columns.requiredInstant(row, "next_fire_at"), at));
                    } else {
                        answers[ord] = new Created.Refused(
                                unknown == null ? new TaskRefusal.Exists(task.id()) : TaskCalendars.unknown(unknown));
                    }
                });
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
            String actor,
            List<TaskCalendars.Used> calendars) {
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
                    order.actor(),
                    TaskCalendars.of(task.spec().schedule()));
        }
    }
}
