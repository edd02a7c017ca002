package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes from PostgreSQL. Triggers note them in a table within the transaction that makes them, so there is no question and
 * no notice more for whoever makes them; the reader asks for the rows of those transactions that its last snapshot did not
 * see. So nothing is missed and nothing told twice, in whatever order transactions end.
 */
public final class JdbcLiveBook implements LiveBook {
    /** More notes than these, since one mark, are not told. */
    private static final int MOST_NOTES = 10_000;

    /** A mark is refused before what it needs is forgotten. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final JdbcClient jdbc;

    /** @param jdbc of the book's database */
    public JdbcLiveBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void watch() {
        jdbc.sql("""
                insert into live_watch (term, until)
                values ((extract(epoch from clock_timestamp()) * 1000000)::bigint, clock_timestamp() + :kept::interval)
                on conflict (only_row) do update
                    set until = excluded.until,
                        term = case when live_watch.until < clock_timestamp() then excluded.term else live_watch.term end
                """).param("kept", KEPT.toString()).update();
    }

    @Override
    public int forget() {
        return jdbc.sql("delete from live_change where at < statement_timestamp() - :kept::interval")
                .param("kept", KEPT.toString())
                .update();
    }

    @Override
    public Mark mark() {
        return jdbc.sql("""
                select coalesce(w.term, 0) as term, clock_timestamp() as now, pg_current_snapshot()::text as snapshot
                from (select) one left join live_watch w on w.until > clock_timestamp()
                """).query((row, number) -> readMark(row)).single();
    }

    private static Mark readMark(ResultSet row) throws SQLException {
        return new Mark(
                row.getLong("term"), Columns.requiredInstant(row, "now"), String.valueOf(row.getString("snapshot")));
    }

    private record Note(
            Mark now,
            @Nullable List<FireId> fires,
            @Nullable TaskNote task) {}

    @Override
    public Optional<Changes> since(Mark mark) {
        List<Note> notes = jdbc.sql("""
                select s.*, c.fires, c.namespace, c.task, c.verb
                from (select coalesce(w.term, 0) as term, clock_timestamp() as now, pg_current_snapshot()::text as snapshot
                    from (select) one left join live_watch w on w.until > clock_timestamp()) s
                left join lateral (
                    select c.fires, c.namespace, c.task, c.verb from live_change c
                    where c.xid >= pg_snapshot_xmin(:seen::pg_snapshot)
                        and not pg_visible_in_snapshot(c.xid, :seen::pg_snapshot)
                    order by c.xid limit :most) c on true
                """)
                .param("seen", mark.snapshot())
                .param("most", MOST_NOTES)
                .query((row, number) -> new Note(readMark(row), fires(row), task(row)))
                .list();
        Mark now = notes.getFirst().now();
        if (now.term() != mark.term()
                || mark.at().isBefore(now.at().minus(KEPT).plus(MARGIN))
                || notes.size() == MOST_NOTES) {
            return Optional.empty();
        }
        Set<FireId> fires = new LinkedHashSet<>();
        List<TaskNote> tasks = new ArrayList<>();
        for (Note note : notes) {
            if (note.fires() != null) {
                fires.addAll(note.fires());
            }
            if (note.task() != null) {
                tasks.add(note.task());
            }
        }
        return Optional.of(new Changes(now, List.copyOf(fires), tasks));
    }

    private static @Nullable List<FireId> fires(ResultSet row) throws SQLException {
        Array ids = row.getArray("fires");
        if (ids == null) {
            return null;
        }
        List<FireId> fires = new ArrayList<>();
        for (UUID id : (UUID[]) ids.getArray()) {
            fires.add(new FireId(id));
        }
        return fires;
    }

    private static @Nullable TaskNote task(ResultSet row) throws SQLException {
        String task = row.getString("task");
        return task == null
                ? null
                : new TaskNote(
                        new TaskId(String.valueOf(row.getString("namespace")), task),
                        String.valueOf(row.getString("verb")));
    }

    @Override
    public List<LiveFire> fires(Collection<FireId> ids) {
        record Key(UUID id, Instant scheduledFor) {}
        List<Key> keys =
                ids.stream().map(id -> new Key(id.value(), id.scheduledFor())).toList();
        // lateral, with a limit: one look into one partition for each
        return jdbc.sql("""
                select f.*, v.labels
                from jsonb_to_recordset(:rows::jsonb) as a(id uuid, scheduled_for timestamptz)
                cross join lateral (
                    select * from fire f where f.scheduled_for = a.scheduled_for and f.id = a.id limit 1) f
                left join lateral (
                    select labels from task_version v
                    where v.namespace = f.namespace and v.id = f.task and v.version = f.version limit 1) v on true
                """)
                .param("rows", BookJson.rows(keys))
                .query((row, number) -> new LiveFire(JdbcFireLedger.fire(row, number), labels(row)))
                .list();
    }

    @Override
    public List<LiveTask> tasks(Collection<TaskId> ids) {
        return jdbc.sql("""
                select t.namespace, t.id, t.state, t.next_fire_at, t.version, v.labels
                from jsonb_to_recordset(:rows::jsonb) as a(namespace text, id text)
                cross join lateral (
                    select * from task t where t.namespace = a.namespace and t.id = a.id limit 1) t
                left join lateral (
                    select labels from task_version v
                    where v.namespace = t.namespace and v.id = t.id and v.version = t.version limit 1) v on true
                """)
                .param("rows", BookJson.rows(ids.stream().distinct().toList()))
                .query((row, number) -> {
                    TaskState state = TaskState.valueOf(row.getString("state"));
                    return new LiveTask(
                            new TaskId(row.getString("namespace"), row.getString("id")),
                            state,
                            state == TaskState.ACTIVE ? Columns.instant(row, "next_fire_at") : null,
                            row.getInt("version"),
                            labels(row));
                })
                .list();
    }

    private static Map<String, String> labels(ResultSet row) throws SQLException {
        Map<String, Object> labels = BookJson.map(row.getString("labels"));
        return labels == null
                ? Map.of()
                : labels.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, label -> String.valueOf(label.getValue())));
    }
}
