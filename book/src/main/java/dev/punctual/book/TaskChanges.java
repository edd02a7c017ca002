package dev.punctual.book;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.Replanned;
import dev.punctual.workflows.fire.Replanning;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What a user changes about a task: one transaction that locks the task's row, writes its new version, an audit event and a
 * notice to whoever holds the task. Because a claim locks the same row, what was committed here is not started afterwards.
 */
final class TaskChanges {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Skips skips;
    private final ManualFires manualFires;
    private final TaskCalendars calendars;
    private final TaskListener listener;

    TaskChanges(JdbcClient jdbc, TransactionOperations transactions, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.skips = new Skips(jdbc);
        this.manualFires = new ManualFires(jdbc);
        this.calendars = new TaskCalendars(jdbc);
        this.listener = listener;
    }

    /** The task's row while it is locked, and the database's clock since then. */
    record Current(
            TaskId id,
            TaskState state,
            int version,
            TaskSpec spec,
            @Nullable NextFire next,
            Task.@Nullable Pause pause,
            @Nullable Instant plannedSince,
            Instant now) {
        boolean hasEnded() {
            return isEnd(state);
        }
    }

    /** What the row becomes. */
    record Change(
            TaskState state,
            TaskSpec spec,
            @Nullable NextFire next,
            Task.@Nullable Pause pause,
            @Nullable Resumed resumed,
            List<Skip> skips) {
        static Change of(Current task) {
            return new Change(task.state(), task.spec(), task.next(), task.pause(), null, List.of());
        }

        boolean hasEnded() {
            return isEnd(state);
        }

        Change state(TaskState newState) {
            return new Change(newState, spec, next, newState == TaskState.PAUSED ? pause : null, resumed, skips);
        }

        Change spec(TaskSpec newSpec) {
            return new Change(state, newSpec, next, pause, resumed, skips);
        }

        Change next(@Nullable NextFire newNext) {
            return new Change(state, spec, newNext, pause, resumed, skips);
        }

        Change pause(Task.Pause newPause) {
            return new Change(state, spec, next, newPause, resumed, skips);
        }

        Change resumed(Resumed newResumed) {
            return new Change(state, spec, next, pause, newResumed, skips);
        }

        Change skips(List<Skip> newSkips) {
            return new Change(state, spec, next, pause, resumed, newSkips);
        }
    }

    private static boolean isEnd(TaskState state) {
        return switch (state) {
            case ACTIVE, PAUSED -> false;
            case COMPLETED, CANCELLED -> true;
        };
    }

    /** @param change what becomes of the task; null to leave it as it is */
    Task apply(
            TaskId id,
            @Nullable Integer ifVersion,
            String actor,
            String verb,
            Function<Current, @Nullable Change> change) {
        Task committed = Objects.requireNonNull(transactions.execute(status -> {
            Current current = lock(id);
            if (ifVersion != null && ifVersion != current.version()) {
                throw new TaskRefusal.StaleVersion(id, ifVersion, current.version());
            }
            Change made = change.apply(current);
            if (made != null) {
                write(current, made, actor, verb);
            }
            return read(id);
        }));
        listener.committed(committed);
        return committed;
    }

    Fire trigger(TaskId id, String actor) {
        record Triggered(Fire fire, Task task) {}
        Triggered triggered = Objects.requireNonNull(transactions.execute(status -> {
            Current current = lock(id);
            if (current.state() == TaskState.CANCELLED) {
                throw new TaskRefusal.WrongState(
                        id, current.state(), "give it a new definition with PUT to use it again");
            }
            Fire fire = manualFires.insert(id, current.version(), current.now());
            // the engine must look again; each trigger leaves another number, so that being told of one settles no
            // other
            jdbc.sql("""
                    update task set engine_version = least(engine_version, 0) - 1, engine_tried_at = null
                    where namespace = :namespace and id = :id
                    """)
                    .param("namespace", id.namespace())
                    .param("id", id.id())
                    .update();
            audit(current, current.version(), actor, "trigger");
            TaskNotices.announce(jdbc, id);
            return new Triggered(fire, read(id));
        }));
        listener.committed(triggered.task());
        return triggered.fire();
    }

    private Current lock(TaskId id) {
        int version = jdbc.sql("select version from task where namespace = :namespace and id = :id for no key update")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new TaskRefusal.NotFound(id));
        // a statement of its own: the one that waited for the lock does not see the version that it waited for
        return jdbc.sql("""
                select t.state, t.next_fire_at, t.next_nominal_at, t.paused_reason, t.paused_until, t.planned_since,
                       v.spec, clock_timestamp() as now
                from task t join task_version v on v.namespace = t.namespace and v.id = t.id and v.version = :version
                where t.namespace = :namespace and t.id = :id
                """)
                .param("namespace", id.namespace())
                .param("id", id.id())
                .param("version", version)
                .query((row, number) -> current(id, version, row))
                .single();
    }

    private static Current current(TaskId id, int version, ResultSet row) throws SQLException {
        TaskState state = TaskState.valueOf(row.getString("state"));
        return new Current(
                id,
                state,
                version,
                BookJson.spec(row.getString("spec")),
                TaskRows.next(row),
                TaskRows.pause(state, row),
                Columns.instant(row, "planned_since"),
                Columns.requiredInstant(row, "now"));
    }

    private void write(Current task, Change change, String actor, String verb) {
        int version = task.version() + 1;
        NextFire next = change.next();
        Task.Pause pause = change.pause();
        Resumed resumed = change.resumed();
        Schedule before = task.spec().schedule();
        boolean newPlan = !change.spec().schedule().equals(before) || (task.hasEnded() && !change.hasEnded());
        jdbc.sql("""
                update task set state = :state, version = :version, next_fire_at = :at, next_nominal_at = :nominal,
                    planned_since = coalesce(:plannedSince, planned_since), paused_reason = :reason, paused_until = :until,
                    resumed_at = coalesce(:resumedAt, resumed_at), resumed_policy = coalesce(:resumedPolicy, resumed_policy),
                    tzdata_version = coalesce(:tzdata, tzdata_version), engine_tried_at = null, updated_at = clock_timestamp()
                where namespace = :namespace and id = :id
                """)
                .param("tzdata", Replanning.isAnew(task.next(), next) ? TimeZoneData.version() : null, Types.VARCHAR)
                .param("state", change.state().name())
                .param("version", version)
                .param("at", Columns.parameter(next == null ? null : next.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "nominal",
                        Columns.parameter(next == null ? null : next.nominal()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("plannedSince", newPlan ? Columns.parameter(task.now()) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .param("reason", pause == null ? null : pause.reason(), Types.VARCHAR)
                .param("until", Columns.parameter(pause == null ? null : pause.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "resumedAt",
                        Columns.parameter(resumed == null ? null : resumed.at()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "resumedPolicy",
                        resumed == null ? null : resumed.policy().name(),
                        Types.VARCHAR)
                .param("namespace", task.id().namespace())
                .param("id", task.id().id())
                .update();
        jdbc.sql("""
                insert into task_version (namespace, id, version, spec, display_name, labels, action_type, created_at)
                values (:namespace, :id, :version, :spec::jsonb, :displayName, :labels::jsonb, :actionType, clock_timestamp())
                """)
                .param("namespace", task.id().namespace())
                .param("id", task.id().id())
                .param("version", version)
                .param("spec", BookJson.spec(change.spec()))
                .param("displayName", change.spec().displayName())
                .param("labels", BookJson.write(change.spec().labels()))
                .param("actionType", change.spec().action().type())
                .update();
        skips.record(task.id(), version, change.skips());
        if (newPlan) {
            calendars.replace(task.id(), change.spec().schedule());
            skips.record(
                    task.id(),
                    task.version(),
                    task.hasEnded()
                            ? List.of()
                            : Replanned.excluded(before, task.next(), task.plannedSince(), task.now()));
        }
        if (change.state() == TaskState.CANCELLED) {
            cancelWaiting(task.id());
        } else if (task.spec().priority() != change.spec().priority()
                || !Objects.equals(task.spec().concurrency(), change.spec().concurrency())) {
            changeLine(task.id(), change.spec());
        }
        audit(task, version, actor, verb);
        TaskNotices.announce(jdbc, task.id());
    }

    /** What has not started never will; what runs is stopped by its worker, which the notice reaches. */
    private void cancelWaiting(TaskId id) {
        jdbc.sql("""
                update fire set state = 'CANCELLED', finished_at = clock_timestamp(), due_at = null,
                    error_type = 'CANCELLED', error_message = 'the task was cancelled before the next attempt'
                where namespace = :namespace and task = :id and finished_at is null and state in ('PENDING', 'RETRYING')
                """).param("namespace", id.namespace()).param("id", id.id()).update();
    }

    /** What waits for a slot goes by the new definition, so that a higher limit is felt at once; what has one keeps it. */
    private void changeLine(TaskId id, TaskSpec spec) {
        Concurrency slots = spec.concurrency();
        jdbc.sql("""
                update fire set slot_key = :key, slot_limit = :limit, slot_priority = :priority
                where namespace = :namespace and task = :id and finished_at is null
                    and slot_key is not null and admitted_at is null
                """)
                .param("key", slots == null ? null : slots.key(), Types.VARCHAR)
                .param("limit", slots == null ? null : slots.limit(), Types.INTEGER)
                .param("priority", slots == null ? null : spec.priority(), Types.SMALLINT)
                .param("namespace", id.namespace())
                .param("id", id.id())
                .update();
    }

    private void audit(Current task, int version, String actor, String verb) {
        jdbc.sql("""
                insert into audit_event (at, namespace, task, version, actor, verb)
                values (clock_timestamp(), :namespace, :task, :version, :actor, :verb)
                """)
                .param("namespace", task.id().namespace())
                .param("task", task.id().id())
                .param("version", version)
                .param("actor", actor)
                .param("verb", verb)
                .update();
    }

    private Task read(TaskId id) {
        return jdbc.sql(TaskRows.SELECT + "where t.namespace = :namespace and t.id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(TaskRows::task)
                .single();
    }
}
