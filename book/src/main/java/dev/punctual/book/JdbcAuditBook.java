package dev.punctual.book;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workflows.audit.TaskHistory;
import dev.punctual.workflows.audit.TaskHistory.Change;
import dev.punctual.workflows.audit.TaskHistory.Present;
import dev.punctual.workflows.audit.TaskHistory.Version;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** What an audit reads, in PostgreSQL; each statement goes by the keys of some tasks. */
public final class JdbcAuditBook implements AuditBook {
    private static final int TASKS = 200;

    /** Of a task so many definitions are looked at; with more it is not judged. */
    private static final int VERSIONS = 1_000;

    /** Among so many events of a task its changes are looked for. */
    private static final int EVENTS = 20_000;

    /** What will be too old to be kept in so little time may go while it is looked at. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Retention.Limits limits;

    /**
     * @param jdbc of the book's database
     * @param clock the book's
     * @param limits how long fires and events are kept
     */
    public JdbcAuditBook(JdbcClient jdbc, InstantSource clock, Retention.Limits limits) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.limits = limits;
    }

    private record Head(TaskId task, Instant createdAt, Present present) {}

    @Override
    public Subjects subjects(String namespace, @Nullable String after, Instant from, Instant to) {
        List<Head> heads = jdbc.sql("""
                select namespace, id, created_at, state, next_nominal_at from task
                where namespace = :namespace and id > :after order by namespace, id limit :limit
                """)
                .param("namespace", namespace)
                .param("after", after == null ? "" : after)
                .param("limit", TASKS)
                .query(JdbcAuditBook::head)
                .list();
        return new Subjects(
                subjects(heads, from, to),
                heads.size() < TASKS ? null : heads.getLast().task().id());
    }

    @Override
    public Optional<Subject> subject(TaskId task, Instant from, Instant to) {
        List<Head> heads = jdbc.sql("""
                select namespace, id, created_at, state, next_nominal_at from task
                where namespace = :namespace and id = :id
                """)
                .param("namespace", task.namespace())
                .param("id", task.id())
                .query(JdbcAuditBook::head)
                .list();
        return subjects(heads, from, to).stream().findFirst();
    }

    private static Head head(ResultSet row, int number) throws SQLException {
        return new Head(
                new TaskId(row.getString("namespace"), row.getString("id")),
                Columns.requiredInstant(row, "created_at"),
                new Present(TaskState.valueOf(row.getString("state")), Columns.instant(row, "next_nominal_at")));
    }

    private record Asked(String namespace, String id, Instant createdAt) {}

    private record Definitions(
            List<Version> versions, @Nullable Duration retention) {}

    private List<Subject> subjects(List<Head> heads, Instant from, Instant to) {
        if (heads.isEmpty()) {
            return List.of();
        }
        String rows = BookJson.rows(heads.stream()
                .map(head -> new Asked(head.task().namespace(), head.task().id(), head.createdAt()))
                .toList());
        Map<TaskId, Definitions> definitions = definitions(rows, from);
        Map<TaskId, List<Change>> changes = changes(rows);
        FirePages pages = new FirePages(jdbc, from, to);
        List<Subject> subjects = new ArrayList<>();
        Instant now = clock.instant();
        for (Head head : heads) {
            Definitions found = definitions.getOrDefault(head.task(), new Definitions(List.of(), null));
            TaskHistory history = new TaskHistory(
                    head.task(),
                    head.createdAt(),
                    found.versions(),
                    changes.getOrDefault(head.task(), List.of()),
                    head.present());
            subjects.add(new Subject(
                    history,
                    now.minus(min(limits.fires(), limits.audit(), found.retention()))
                            .plus(MARGIN),
                    pages.of(head.task())));
        }
        return subjects;
    }

    private Map<TaskId, Definitions> definitions(String rows, Instant from) {
        Map<TaskId, Definitions> found = new HashMap<>();
        Map<String, Schedule> read = new HashMap<>();
        jdbc.sql("""
                select a.namespace, a.id, v.version, v.created_at, v.schedule, v.retention
                from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, created_at timestamptz)
                -- lateral: by the key of each task
                cross join lateral (
                    select o.version, o.created_at, o.spec -> 'schedule' as schedule, o.spec ->> 'retention' as retention
                    from task_version o
                    where o.namespace = a.namespace and o.id = a.id
                        and o.version >= coalesce((
                            select k.version from task_version k
                            where k.namespace = a.namespace and k.id = a.id and k.created_at <= :from
                            order by k.version desc limit 1), 1)
                    order by o.version desc limit :most) v
                order by a.namespace, a.id, v.version
                """)
                .param("rows", rows)
                .param("from", Columns.parameter(from))
                .param("most", VERSIONS)
                .query(row -> {
                    TaskId task = new TaskId(row.getString("namespace"), row.getString("id"));
                    String text = row.getString("schedule");
                    Schedule schedule = read.computeIfAbsent(text, json -> BookJson.read(json, Schedule.class));
                    String retention = row.getString("retention");
                    List<Version> versions = new ArrayList<>(found.getOrDefault(task, new Definitions(List.of(), null))
                            .versions());
                    versions.add(
                            new Version(row.getInt("version"), Columns.requiredInstant(row, "created_at"), schedule));
                    found.put(task, new Definitions(versions, retention == null ? null : Duration.parse(retention)));
                });
        found.replaceAll((task, all) -> {
            Version lowest = all.versions().getFirst();
            boolean cut = all.versions().size() == VERSIONS
                    && lowest.number() > 1
                    && lowest.createdAt().isAfter(from);
            return cut ? new Definitions(List.of(), all.retention()) : all;
        });
        return found;
    }

    private Map<TaskId, List<Change>> changes(String rows) {
        Map<TaskId, List<Change>> found = new HashMap<>();
        jdbc.sql("""
                select a.namespace, a.id, e.version, e.verb, e.detail
                from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text, created_at timestamptz)
                cross join lateral (
                    -- the first event with a version is the one that made it
                    select distinct on (l.version) l.id, l.version, l.verb, l.detail from (
                        select k.id, k.at, k.version, k.verb, k.detail from audit_event k
                        where k.namespace = a.namespace and k.task = a.id order by k.id desc limit :most) l
                    -- the id may have been another task's before; what is done to fires makes no version
                    where l.at >= a.created_at and l.verb not in ('trigger', 'retry', 'cancelFire')
                        and l.verb not like 'backfill%'
                    order by l.version, l.id) e
                order by a.namespace, a.id, e.id
                """).param("rows", rows).param("most", EVENTS).query(row -> {
            TaskId task = new TaskId(row.getString("namespace"), row.getString("id"));
            found.computeIfAbsent(task, key -> new ArrayList<>())
                    .add(new Change(
                            row.getInt("version"),
                            Objects.requireNonNull(row.getString("verb"), "never null"),
                            PlanNotes.read(BookJson.map(row.getString("detail")))));
        });
        return found;
    }

    @Override
    public long archived(String namespace, Instant from, Instant to) {
        return jdbc.sql("""
                select count(*) from (
                    select from task_archive
                    where archived_at >= :from and namespace = :namespace and ended_at >= :from and created_at < :to
                    limit :most) a
                """)
                .param("namespace", namespace)
                .param("from", Columns.parameter(from))
                .param("to", Columns.parameter(to))
                .param("most", MOST_ARCHIVED)
                .query(Long.class)
                .single();
    }

    @Override
    public List<DayRecord> records(String namespace, @Nullable LocalDate before, int limit) {
        return jdbc.sql("""
                select * from audit_record where namespace = :namespace and day < :before
                order by namespace desc, day desc limit :limit
                """)
                .param("namespace", namespace)
                .param("before", before == null ? LocalDate.of(9999, 12, 31) : before)
                .param("limit", limit)
                .query(JdbcAuditBook::record)
                .list();
    }

    static DayRecord record(ResultSet row, int number) throws SQLException {
        Map<String, Long> counts =
                new LinkedHashMap<>(BookJson.read(row.getString("counts"), new TypeReference<Map<String, Long>>() {}));
        return new DayRecord(
                Objects.requireNonNull(row.getString("namespace"), "never null"),
                row.getObject("day", LocalDate.class),
                Columns.requiredInstant(row, "as_of"),
                counts,
                row.getLong("fires"),
                Objects.requireNonNull(row.getString("ledger_hash"), "never null"),
                Objects.requireNonNull(row.getString("previous_hash"), "never null"),
                Objects.requireNonNull(row.getString("hash"), "never null"),
                Columns.requiredInstant(row, "created_at"));
    }
}
