package dev.punctual.book;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a task is read: one row, its present definition, and its last fire in brief. */
final class TaskRows {
    /** Everything up to the condition. */
    static final String SELECT = """
            select t.namespace, t.id, t.state, t.version, t.next_fire_at, t.engine_version, t.paused_reason,
                   t.paused_until, t.next_nominal_at, t.tzdata_version, t.created_at, t.updated_at, v.spec, l.scheduled_for as last_scheduled_for,
                   l.state as last_state
            from task t
            join task_version v on v.namespace = t.namespace and v.id = t.id and v.version = t.version
            left join fire l on l.scheduled_for = t.last_fire_at and l.id = t.last_fire_id
            """;

    private TaskRows() {}

    static Task task(ResultSet row, int rowNumber) throws SQLException {
        TaskState state = TaskState.valueOf(row.getString("state"));
        Instant lastScheduledFor = Columns.instant(row, "last_scheduled_for");
        return new Task(
                new TaskId(row.getString("namespace"), row.getString("id")),
                state,
                row.getInt("version"),
                BookJson.spec(row.getString("spec")),
                // a resting task keeps its place in the schedule, but fires at no instant
                state == TaskState.ACTIVE ? Columns.instant(row, "next_fire_at") : null,
                lastScheduledFor == null
                        ? null
                        : new Task.LastFire(lastScheduledFor, FireState.valueOf(row.getString("last_state"))),
                row.getInt("engine_version"),
                pause(state, row),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "updated_at"),
                row.getString("tzdata_version"));
    }

    /** The place in the schedule, which a resting task keeps; null when there is none. */
    static @Nullable NextFire next(ResultSet row) throws SQLException {
        Instant next = Columns.instant(row, "next_fire_at");
        return next == null ? null : new NextFire(next, Columns.requiredInstant(row, "next_nominal_at"));
    }

    static Task.@Nullable Pause pause(TaskState state, ResultSet row) throws SQLException {
        if (state != TaskState.PAUSED) {
            return null;
        }
        @Nullable String reason = row.getString("paused_reason");
        return new Task.Pause(reason, Columns.instant(row, "paused_until"));
    }
}
