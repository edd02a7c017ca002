package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The definitions that fires need again and again; a version never changes, so a copy is never stale. */
final class SpecCache {
    private static final int CAPACITY = 20_000;

    private final JdbcClient jdbc;
    private final Map<Key, TaskSpec> specs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, TaskSpec> eldest) {
            return size() > CAPACITY;
        }
    };

    SpecCache(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The definitions of all these versions. */
    Map<Key, TaskSpec> get(Collection<Key> keys) {
        Map<Key, TaskSpec> found = new LinkedHashMap<>();
        List<Row> missing = new ArrayList<>();
        synchronized (specs) {
            for (Key key : keys) {
                TaskSpec spec = specs.get(key);
                if (spec == null) {
                    missing.add(new Row(key.task().namespace(), key.task().id(), key.version(), key.createdAt()));
                } else {
                    found.put(key, spec);
                }
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(load(missing));
        }
        return found;
    }

    private Map<Key, TaskSpec> load(List<Row> missing) {
        Map<Key, TaskSpec> loaded = new LinkedHashMap<>();
        jdbc.sql("""
                select v.namespace, v.id, v.version, v.spec, asked.created_at
                from jsonb_to_recordset(:rows::jsonb)
                    as asked(namespace text, id text, version integer, created_at timestamptz)
                -- lateral, with a limit: one look by key for each, never a reading of all versions there are
                cross join lateral (
                    select k.namespace, k.id, k.version, k.spec from task_version k
                    where k.namespace = asked.namespace and k.id = asked.id and k.version = asked.version limit 1) v
                """).param("rows", BookJson.rows(missing)).query(row -> {
            TaskId task = new TaskId(row.getString("namespace"), row.getString("id"));
            loaded.put(
                    new Key(task, row.getInt("version"), Columns.requiredInstant(row, "created_at")),
                    BookJson.spec(row.getString("spec")));
        });
        synchronized (specs) {
            specs.putAll(loaded);
        }
        return loaded;
    }

    /** One version of one task: the one that was created then, as ids of archived tasks are used again. */
    record Key(TaskId task, int version, Instant createdAt) {}

    private record Row(String namespace, String id, int version, Instant createdAt) {}
}
