package dev.punctual.book;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Replanned;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/**
 * Gives tasks their calendars as they are now. What may take long, to read and to count, comes first and without a lock; the
 * transaction that follows locks the tasks, passes over those that were changed meanwhile, and writes all at once.
 */
final class CalendarReplans {
    private static final Logger log = LoggerFactory.getLogger(CalendarReplans.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final TaskListener listener;
    private final Skips skips;

    CalendarReplans(JdbcClient jdbc, TransactionOperations transactions, InstantSource clock, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.listener = listener;
        this.skips = new Skips(jdbc);
    }

    /** A task in one version, and the definition that it is to get. */
    private record Prepared(
            TaskId id,
            int version,
            BoundedSchedule before,
            BoundedSchedule after,
            TaskSpec spec,
            List<Revised> revised) {}

    /** A calendar as it is now. */
    private record Latest(NamedCalendar calendar, String revisedBy, String revisedThrough) {}

    /** What an audit event says of a calendar that changed. */
    record Revised(String calendar, int revision, String through, String by) {}

    /** @return how many were re-planned */
    int replan(List<TaskId> tasks) {
        Map<TaskId, Prepared> prepared = prepare(tasks);
        if (prepared.isEmpty()) {
            return 0;
        }
        List<Task> committed = Objects.requireNonNull(transactions.execute(status -> write(prepared)));
        committed.forEach(listener::committed);
        return committed.size();
    }

    private Map<TaskId, Prepared> prepare(List<TaskId> tasks) {
        Map<CalendarId, Latest> latest = new HashMap<>();
        Map<TaskId, Prepared> prepared = new LinkedHashMap<>();
        List<Task> found = tasks.isEmpty() ? List.of() : read(tasks);
        Set<CalendarId> used = new HashSet<>();
        found.forEach(task -> TaskCalendars.of(task.spec().schedule())
                .forEach(each -> used.add(new CalendarId(task.id().namespace(), each.calendar()))));
        if (!used.isEmpty()) {
            latest.putAll(latest(used));
        }
        for (Task task : found) {
            try {
                Prepared one = prepare(task, latest);
                if (one != null) {
                    prepared.put(task.id(), one);
                }
            } catch (RuntimeException e) {
                // the others must not wait for it
                log.error("task {}: its schedule cannot be given the calendars as they are now", task.id(), e);
            }
        }
        return prepared;
    }

    private @Nullable Prepared prepare(Task task, Map<CalendarId, Latest> latest) {
        if (!(task.spec().schedule() instanceof BoundedSchedule before)) {
            return null;
        }
        List<NamedCalendar> exclude = new ArrayList<>();
        List<Revised> revised = new ArrayList<>();
        for (NamedCalendar held : before.exclude()) {
            Latest now = latest.get(new CalendarId(task.id().namespace(), held.name()));
            if (now == null || now.calendar().revision() <= held.revision()) {
                exclude.add(held);
            } else {
                exclude.add(now.calendar());
                revised.add(new Revised(held.name(), now.calendar().revision(), now.revisedThrough(), now.revisedBy()));
            }
        }
        if (revised.isEmpty()) {
            return null;
        }
        BoundedSchedule after = before.withCalendars(exclude, clock.instant());
        return new Prepared(
                task.id(),
                task.version(),
                before,
                after,
                task.spec().toBuilder().schedule(after).build(),
                revised);
    }

    private List<Task> read(List<TaskId> tasks) {
        return jdbc.sql(TaskRows.SELECT + """
                        join jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text)
                            on a.namespace = t.namespace and a.id = t.id
                        where t.state in ('ACTIVE', 'PAUSED')
                        order by t.namespace, t.id
                        """)
                .param("rows", BookJson.rows(tasks))
                .query(TaskRows::task)
                .list();
    }

    private Map<CalendarId, Latest> latest(Set<CalendarId> calendars) {
        Map<CalendarId, Latest> latest = new HashMap<>();
        jdbc.sql("""
                select c.namespace, c.name, c.revision, c.value, c.revised_by, c.revised_through
                from jsonb_to_recordset(:rows::jsonb) as a(namespace text, name text)
                join calendar c using (namespace, name)
                """).param("rows", BookJson.rows(calendars)).query(row -> {
            String name = row.getString("name");
            latest.put(
                    new CalendarId(row.getString("namespace"), name),
                    new Latest(
                            new NamedCalendar(
                                    name,
                                    row.getInt("revision"),
                                    BookJson.read(row.getString("value"), Calendar.class)),
                            row.getString("revised_by"),
                            row.getString("revised_through")));
        });
        return latest;
    }

    private List<Task> write(Map<TaskId, Prepared> prepared) {
        List<Row> rows = new ArrayList<>();
        for (Locked task : lock(prepared.values())) {
            Prepared one = Objects.requireNonNull(prepared.get(task.id()), "only what was asked for is locked");
            Replanned replanned = Replanned.of(one.before(), task.next(), task.plannedSince(), one.after(), task.now());
            skips.record(one.id(), one.version(), replanned.excluded());
            rows.add(Row.of(one, task, replanned));
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        jdbc.sql("""
                with asked as materialized (
                    select * from jsonb_to_recordset(:rows::jsonb) as a(
                        namespace text, id text, version integer, state text, next_fire_at timestamptz,
                        next_nominal_at timestamptz, planned_since timestamptz, paused_reason text, spec jsonb,
                        calendars jsonb, plan jsonb)
                ), changed as (
                    update task t set state = a.state, version = a.version, next_fire_at = a.next_fire_at,
                        next_nominal_at = a.next_nominal_at, planned_since = a.planned_since, tzdata_version = :tzdata,
                        paused_reason = coalesce(a.paused_reason, t.paused_reason), engine_tried_at = null,
                        updated_at = clock_timestamp()
                    from asked a where t.namespace = a.namespace and t.id = a.id
                ), versions as (
                    insert into task_version (namespace, id, version, spec, display_name, labels, action_type, created_at)
                    select a.namespace, a.id, a.version, a.spec, v.display_name, v.labels, v.action_type,
                        clock_timestamp()
                    from asked a join task_version v
                        on v.namespace = a.namespace and v.id = a.id and v.version = a.version - 1
                ), uses as (
                    update task_calendar u set revision = c.revision
                    from asked a, jsonb_to_recordset(a.calendars) as c(calendar text, revision integer)
                    where u.namespace = a.namespace and u.task = a.id and u.calendar = c.calendar
                ), audits as (
                    insert into audit_event (at, namespace, task, version, actor, verb, detail)
                    select clock_timestamp(), a.namespace, a.id, a.version, 'calendar:' || (a.calendars->0->>'calendar'),
                        'replan', jsonb_build_object('calendars', a.calendars) || a.plan
                    from asked a
                )
                select pg_notify(:channel, a.namespace || '/' || a.id) from asked a
                """)
                .param("rows", BookJson.rows(rows))
                .param("channel", TaskNotices.CHANNEL)
                .param("tzdata", TimeZoneData.version())
                .query((row, number) -> number)
                .list();
        return read(
                rows.stream().map(row -> new TaskId(row.namespace(), row.id())).toList());
    }

    /** Those still in their version, locked in the order that claims use; whom someone else has locked, he may change. */
    private List<Locked> lock(Iterable<Prepared> prepared) {
        List<Version> versions = new ArrayList<>();
        prepared.forEach(
                one -> versions.add(new Version(one.id().namespace(), one.id().id(), one.version())));
        return jdbc.sql("""
                with locked as materialized (
                    select t.namespace, t.id, t.state, t.next_fire_at, t.next_nominal_at, t.planned_since
                    from task t
                    join jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, version integer)
                        on a.namespace = t.namespace and a.id = t.id and a.version = t.version
                    where t.state in ('ACTIVE', 'PAUSED')
                    order by t.namespace, t.id
                    for no key update of t skip locked
                )
                select l.*, clock_timestamp() as now from locked l
                """)
                .param("rows", BookJson.rows(versions))
                .query((row, number) -> {
                    Instant at = Columns.instant(row, "next_fire_at");
                    return new Locked(
                            new TaskId(row.getString("namespace"), row.getString("id")),
                            TaskState.valueOf(row.getString("state")),
                            at == null ? null : new NextFire(at, Columns.requiredInstant(row, "next_nominal_at")),
                            Columns.instant(row, "planned_since"),
                            Columns.requiredInstant(row, "now"));
                })
                .list();
    }

    private record Version(String namespace, String id, int version) {}

    private record Locked(
            TaskId id,
            TaskState state,
            @Nullable NextFire next,
            @Nullable Instant plannedSince,
            Instant now) {}

    private record Row(
            String namespace,
            String id,
            int version,
            String state,
            @Nullable Instant nextFireAt,
            @Nullable Instant nextNominalAt,
            Instant plannedSince,
            @Nullable String pausedReason,
            JsonNode spec,
            List<Revised> calendars,
            Map<String, String> plan) {
        static Row of(Prepared one, Locked task, Replanned replanned) {
            NextFire next = replanned.next();
            // it would end for good, by what may be a mistake in a calendar
            boolean closed = task.state() == TaskState.ACTIVE && task.next() != null && next == null;
            return new Row(
                    one.id().namespace(),
                    one.id().id(),
                    one.version() + 1,
                    (closed ? TaskState.PAUSED : task.state()).name(),
                    next == null ? null : next.at(),
                    next == null ? null : next.nominal(),
                    replanned.plannedSince(),
                    closed
                            ? "calendar '%s' leaves no fire of the schedule; resume the task when one of them has changed"
                                    .formatted(one.revised().getFirst().calendar())
                            : null,
                    BookJson.tree(one.spec()),
                    one.revised(),
                    PlanNotes.of(replanned.plannedSince(), task.next(), next));
        }
    }
}
