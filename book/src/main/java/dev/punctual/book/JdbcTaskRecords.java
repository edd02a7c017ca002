package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the book keeps of changes in PostgreSQL. */
public final class JdbcTaskRecords implements TaskRecords {
    private static final int MOST_NAMESPACES = 500;

    /** In so many events of a task it is looked up who made a version. */
    private static final int EVENTS_OF_VERSIONS = 2_000;

    private final JdbcClient jdbc;

    /** @param jdbc of the book's database */
    public JdbcTaskRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Version> versions(TaskId task, @Nullable Integer before, int limit) {
        Map<Integer, String> actors = new HashMap<>();
        // the first event with a version is the one that made it
        jdbc.sql("""
                select distinct on (version) version, actor from (
                    select version, actor, id from audit_event where namespace = :namespace and task = :task
                    order by id desc limit :most) e
                order by version, id
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("most", EVENTS_OF_VERSIONS)
                .query(row -> {
                    actors.put(row.getInt("version"), row.getString("actor"));
                });
        return jdbc.sql("""
                select version, created_at, spec from task_version
                where namespace = :namespace and id = :task and version < :before
                order by version desc limit :limit
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("before", before == null ? Integer.MAX_VALUE : (int) before)
                .param("limit", limit)
                .query((row, number) -> new Version(
                        row.getInt("version"),
                        Columns.requiredInstant(row, "created_at"),
                        actors.get(row.getInt("version")),
                        BookJson.spec(row.getString("spec"))))
                .list();
    }

    @Override
    public Events audit(AuditQuery query) {
        StringBuilder sql = new StringBuilder("select * from audit_event where namespace = :namespace\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        Place before = query.before();
        JdbcTaskBook.filter(sql, parameters, "and task = :task\n", "task", query.task());
        JdbcTaskBook.filter(sql, parameters, "and at >= :from\n", "from", Columns.parameter(query.from()));
        JdbcTaskBook.filter(sql, parameters, "and at < :to\n", "to", Columns.parameter(query.to()));
        if (before != null) {
            sql.append("and (at, id) < (:beforeAt, :beforeId)\n");
            parameters.put("beforeAt", before.at().atOffset(ZoneOffset.UTC));
            parameters.put("beforeId", before.id());
        }
        // a task's events by the index of its own
        sql.append(query.task() == null ? "order by at desc, id desc" : "order by id desc");
        record Looked(boolean shown, Event event) {}
        // one more than fits tells that there is a next page
        int fits = query.limit() + 1;
        List<Looked> looked = jdbc.sql("with looked as materialized (" + sql + """
                 limit :most)
                select * from (
                    select true as shown, at, id, task, version, actor, verb, detail from looked
                    where :actor::text is null or actor = :actor limit :fits) l
                union all
                -- the last one that was looked at: the page may go on after it
                select false, at, id, task, version, actor, verb, detail from (select * from looked offset :most - 1) e
                """)
                .params(parameters)
                .param("namespace", query.namespace())
                .param("actor", query.actor(), Types.VARCHAR)
                .param("most", query.actor() == null ? fits : MOST_EVENTS)
                .param("fits", fits)
                .query((row, number) -> new Looked(row.getBoolean("shown"), event(row)))
                .list();
        List<Event> events = looked.stream()
                .filter(Looked::shown)
                .map(Looked::event)
                .sorted(Comparator.comparing(Event::at)
                        .thenComparingLong(Event::id)
                        .reversed())
                .toList();
        if (events.size() == fits) {
            List<Event> shown = events.subList(0, query.limit());
            return new Events(shown, place(shown.getLast()));
        }
        Place next = looked.stream()
                .filter(last -> !last.shown() && query.actor() != null)
                .map(last -> place(last.event()))
                .findFirst()
                .orElse(null);
        return new Events(events, next);
    }

    private static Place place(Event event) {
        return new Place(event.at(), event.id());
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("id"),
                Columns.requiredInstant(row, "at"),
                row.getString("task"),
                row.getInt("version"),
                row.getString("actor"),
                row.getString("verb"),
                BookJson.map(row.getString("detail")));
    }

    @Override
    public List<String> namespaces() {
        // from one to the next by the key: tasks are many, namespaces are few
        return jdbc.sql("""
                with recursive known as (
                    (select namespace from task order by namespace limit 1)
                    union all
                    select (select t.namespace from task t where t.namespace > k.namespace order by t.namespace limit 1)
                    from known k where k.namespace is not null
                )
                select namespace from known where namespace is not null limit :most
                """)
                .param("most", MOST_NAMESPACES)
                .query((row, number) -> Objects.requireNonNull(row.getString("namespace"), "asked for"))
                .list();
    }
}
