package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes instants that are not acted on; inside the caller's transaction. */
final class Skips {
    private final JdbcClient jdbc;

    Skips(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void record(TaskId task, int version, List<Skip> skips) {
        if (skips.isEmpty()) {
            return;
        }
        List<Row> rows = skips.stream().map(skip -> Row.of(task, skip)).toList();
        jdbc.sql("""
                insert into fire (id, namespace, task, scheduled_for, trigger, state, reason, detail, covers, covers_until,
                    version, attempt, finished_at)
                select id, :namespace, :task, scheduled_for, 'SCHEDULE', 'SKIPPED', reason, detail, covers, covers_until,
                    :version, 0, clock_timestamp()
                from jsonb_to_recordset(:rows::jsonb) as a(
                    id uuid, scheduled_for timestamptz, reason text, detail text, covers bigint, covers_until timestamptz)
                on conflict do nothing
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("version", version)
                .param("rows", BookJson.rows(rows))
                .update();
    }

    /** Records instants as fires that wait for the end of earlier ones. */
    void buffer(TaskId task, int version, List<Instant> instants) {
        if (instants.isEmpty()) {
            return;
        }
        record Waiting(UUID id, Instant scheduledFor) {}
        List<Waiting> rows = instants.stream()
                .map(at -> new Waiting(FireId.of(task, at, Trigger.SCHEDULE).value(), at))
                .toList();
        jdbc.sql("""
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at)
                select id, :namespace, :task, scheduled_for, 'SCHEDULE', 'PENDING', :version, 0, scheduled_for
                from jsonb_to_recordset(:rows::jsonb) as a(id uuid, scheduled_for timestamptz)
                on conflict do nothing
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("version", version)
                .param("rows", BookJson.rows(rows))
                .update();
    }

    private record Row(
            UUID id,
            Instant scheduledFor,
            String reason,
            String detail,
            @Nullable Long covers,
            @Nullable Instant coversUntil) {
        static Row of(TaskId task, Skip skip) {
            boolean range = skip.count() > 1;
            return new Row(
                    FireId.of(task, skip.from(), Trigger.SCHEDULE).value(),
                    skip.from(),
                    skip.reason().name(),
                    skip.detail(),
                    range ? skip.count() : null,
                    range ? skip.until() : null);
        }
    }
}
