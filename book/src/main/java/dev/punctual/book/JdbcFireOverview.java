package dev.punctual.book;

import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads overviews in PostgreSQL: counts by the minute from their table, fires by the index of their task. */
public final class JdbcFireOverview implements FireOverview {
    /** Of the fires of a task that ended last, so many are looked at for each that is asked for: some may never have started. */
    private static final int LOOKED_AT = 5;

    /** The median of fewer would jump about. */
    private static final int USUAL_OF = 40;

    private static final String TASKS = """
            from (select * from jsonb_to_recordset(:tasks::jsonb) as a(id text)) t
            cross join lateral (
            """;

    private final JdbcClient jdbc;

    /** @param jdbc of the book's database */
    public JdbcFireOverview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record TaskRow(String id) {}

    private static String rows(Collection<String> tasks) {
        return BookJson.rows(tasks.stream().map(TaskRow::new).toList());
    }

    @Override
    public List<Point> history(String namespace, Instant from, Instant to, Duration step) {
        Map<Instant, Counted> points = new LinkedHashMap<>();
        jdbc.sql("""
                select date_bin(:step::interval, minute, :from) as at, state, bucket, sum(fires) as fires
                from fire_minute
                where namespace = :namespace and minute >= :from and minute < :to
                group by 1, 2, 3
                order by 1
                """)
                .param("step", step.toString())
                .param("namespace", namespace)
                .param("from", Columns.parameter(from))
                .param("to", Columns.parameter(to))
                .query(row -> {
                    points.computeIfAbsent(Columns.requiredInstant(row, "at"), at -> new Counted())
                            .add(row);
                });
        return points.entrySet().stream()
                .map(point -> point.getValue().at(point.getKey()))
                .toList();
    }

    /** The counts of one step while they are read. */
    private static final class Counted {
        private final Map<FireState, Long> fires = new HashMap<>();
        private final SortedMap<Integer, Long> buckets = new TreeMap<>();

        void add(ResultSet row) throws SQLException {
            long count = row.getLong("fires");
            fires.merge(FireState.valueOf(row.getString("state")), count, Long::sum);
            int bucket = row.getInt("bucket");
            if (!row.wasNull()) {
                buckets.merge(bucket, count, Long::sum);
            }
        }

        Point at(Instant at) {
            return new Point(
                    at,
                    Map.copyOf(fires),
                    LatenessBuckets.percentile(buckets, 0.5),
                    LatenessBuckets.percentile(buckets, 0.99),
                    LatenessBuckets.percentile(buckets, 1));
        }
    }

    @Override
    public Map<String, List<Brief>> recent(String namespace, List<String> tasks, int each) {
        Map<String, List<Brief>> found = new HashMap<>();
        jdbc.sql("select f.* " + TASKS + """
                    select task, id, state, trigger, scheduled_for, started_at, finished_at from fire
                    where namespace = :namespace and task = t.id and scheduled_for <= statement_timestamp()
                    order by scheduled_for desc, id desc limit :each) f
                order by f.task, f.scheduled_for, f.id
                """)
                .param("tasks", rows(tasks))
                .param("namespace", namespace)
                .param("each", each)
                .query(row -> {
                    found.computeIfAbsent(row.getString("task"), task -> new ArrayList<>())
                            .add(brief(row));
                });
        return found;
    }

    @Override
    public Map<String, GridRow> grid(String namespace, List<String> tasks, Span span) {
        Map<String, GridParts> parts = new HashMap<>();
        // by the state, too: which is the worst is cheaper to say of a few groups than of each fire
        // the span in words rather than parameters: the planner sees which weeks are asked for, and about how many
        // fires
        String within = " and scheduled_for >= '%s' and scheduled_for < '%s' ".formatted(span.from(), span.to());
        jdbc.sql("select f.task," + """
                    date_bin(:step::interval, f.scheduled_for, :from) as at, f.state,
                    count(*) as rows, count(f.covers) as ranges, sum(f.covers) as covered, min(f.scheduled_for) as oldest,
                    bool_or(f.started_at > f.scheduled_for + interval '1 second'
                        and f.trigger not in ('BACKFILL', 'ON_FAILURE', 'ON_SUCCESS', 'ON_LATE')) as late,
                    any_value(f.id) as id
                """ + TASKS + """
                    select task, id, state, trigger, scheduled_for, started_at, covers from fire
                    where namespace = :namespace and task = t.id
                """ + within + """
                    order by scheduled_for desc, id desc limit :most) f
                group by 1, 2, 3
                """)
                .param("from", Columns.parameter(span.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("step", span.step().toString())
                .param("tasks", rows(tasks))
                .param("namespace", namespace)
                .param("most", span.most())
                .query(row -> {
                    parts.computeIfAbsent(row.getString("task"), task -> new GridParts(span))
                            .add(row);
                });
        Map<String, GridRow> found = new HashMap<>();
        parts.forEach((task, own) -> found.put(task, own.row()));
        return found;
    }

    @Override
    public List<Brief> runs(String namespace, String task, int limit) {
        List<Brief> newestFirst = jdbc.sql("""
                select f.* from (
                    select id, state, trigger, scheduled_for, started_at, finished_at from fire
                    where namespace = :namespace and task = :task and scheduled_for <= statement_timestamp()
                    order by scheduled_for desc, id desc limit :looked) f
                where f.started_at is not null and f.finished_at is not null
                order by f.scheduled_for desc, f.id desc limit :limit
                """)
                .param("namespace", namespace)
                .param("task", task)
                .param("looked", limit * LOOKED_AT)
                .param("limit", limit)
                .query((row, number) -> brief(row))
                .list();
        return newestFirst.reversed();
    }

    @Override
    public Map<String, Duration> usual(String namespace, Collection<String> tasks) {
        Map<String, Duration> found = new HashMap<>();
        jdbc.sql("""
                select f.task,
                    (extract(epoch from percentile_disc(0.5) within group (order by f.finished_at - f.started_at)) * 1000000)::bigint
                        as micros
                """ + TASKS + """
                    select task, state, started_at, finished_at from fire
                    where namespace = :namespace and task = t.id and scheduled_for <= statement_timestamp()
                    order by scheduled_for desc, id desc limit :looked) f
                where f.state = 'SUCCEEDED' and f.started_at is not null and f.finished_at is not null
                group by f.task
                """)
                .param("tasks", rows(tasks))
                .param("namespace", namespace)
                .param("looked", USUAL_OF)
                .query(row -> {
                    found.put(row.getString("task"), Duration.of(row.getLong("micros"), ChronoUnit.MICROS));
                });
        return found;
    }

    @Override
    public List<Upcoming> active(String namespace, @Nullable String after, int limit) {
        return jdbc.sql("""
                select t.id, t.next_fire_at, v.spec
                from task t join task_version v on v.namespace = t.namespace and v.id = t.id and v.version = t.version
                where t.namespace = :namespace and t.id > :after and t.state = 'ACTIVE' and t.next_fire_at is not null
                order by t.namespace, t.id limit :limit
                """)
                .param("namespace", namespace)
                .param("after", after == null ? "" : after)
                .param("limit", limit)
                .query((row, number) -> new Upcoming(
                        Columns.requiredInstant(row, "next_fire_at"),
                        new TaskId(namespace, row.getString("id")),
                        BookJson.spec(row.getString("spec"))))
                .list();
    }

    private static Brief brief(ResultSet row) throws SQLException {
        Instant at = Columns.requiredInstant(row, "scheduled_for");
        Instant startedAt = Columns.instant(row, "started_at");
        Instant finishedAt = Columns.instant(row, "finished_at");
        boolean hasLateness = Trigger.valueOf(row.getString("trigger")).hasLateness();
        return new Brief(
                new FireId(row.getObject("id", UUID.class)),
                FireState.valueOf(row.getString("state")),
                at,
                startedAt == null || !hasLateness ? null : Duration.between(at, startedAt),
                startedAt == null || finishedAt == null ? null : Duration.between(startedAt, finishedAt));
    }
}
