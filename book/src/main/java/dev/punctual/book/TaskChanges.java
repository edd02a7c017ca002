package dev.punctual.book;

import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
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
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
    private final ChangeRecords records;
    private final TaskListener listener;

    TaskChanges(JdbcClient jdbc, TransactionOperations transactions, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.skips = new Skips(jdbc);
        this.manualFires = new ManualFires(jdbc);
        this.calendars = new TaskCalendars(jdbc);
        this.records = new ChangeRecords(jdbc);
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
            @Nullable String frozenBy,
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
        return apply(id, ifVersion, null, actor, verb, change);
    }

    /**
     * @param seed names this change, which is made only once; null for any number of times
     * @param change what becomes of the task; null to leave it as it is
     */
    Task apply(
            TaskId id,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor,
            String verb,
            Function<Current, @Nullable Change> change) {
        Task committed = Objects.requireNonNull(transactions.execute(status -> {
            Current current = records.lock(id);
            if (records.wasMade(id, seed)) {
                return records.read(id);
            }
            if (ifVersion != null && ifVersion != current.version()) {
                throw new TaskRefusal.StaleVersion(id, ifVersion, current.version());
            }
            Change made = change.apply(current);
            if (made != null) {
                write(current, made, actor, verb, seed);
            }
            return records.read(id);
        }));
        listener.committed(committed);
        return committed;
    }

    /**
     * A change that asks for a fire, or for something else besides the task's definition, of which the engine must be told.
     *
     * @param made whether it is made, and what is said of it
     */
    <T> T request(TaskId id, Function<Current, T> made) {
        record Answer<V>(V value, Task task) {}
        Answer<T> answer = Objects.requireNonNull(transactions.execute(status -> {
            T value = made.apply(records.lock(id));
            return new Answer<>(value, records.read(id));
        }));
        listener.committed(answer.task());
        return answer.value();
    }

    FireId triggerFrom(TaskId id, FireId source, @Nullable Object input) {
        return request(id, current -> {
            requireNotCancelled(current);
            ManualFires.Triggered triggered = manualFires.insertFrom(id, current.version(), source, input);
            if (triggered.isNew()) {
                announce(current, triggered.fire(), "trigger", null, "fire " + source);
            }
            return triggered.fire();
        });
    }

    Fire trigger(TaskId id, TaskVerbs.Order order, String actor) {
        return request(id, current -> {
            Fire before = records.firedBefore(id, order.seed());
            if (before != null) {
                return before;
            }
            return fire(current, new Asked(order.input(), null, null), "trigger", order.seed(), actor);
        });
    }

    /** Enters a fire that was asked for; inside the transaction that locked the task. */
    Fire fire(Current current, Asked asked, String verb, @Nullable UUID seed, String actor) {
        requireNotCancelled(current);
        Fire fire = manualFires.insert(current.id(), current.version(), current.now(), asked);
        announce(current, fire.id(), verb, seed, actor);
        return fire;
    }

    private static void requireNotCancelled(Current current) {
        if (current.state() == TaskState.CANCELLED) {
            throw new TaskRefusal.WrongState(
                    current.id(), current.state(), "give it a new definition with PUT to use it again");
        }
    }

    private void announce(Current current, FireId fire, String verb, @Nullable UUID seed, String actor) {
        records.wakeEngine(current.id());
        records.audit(current, current.version(), actor, verb, ChangeRecords.detail(fire, seed));
        TaskNotices.announce(jdbc, current.id());
    }

    /** Whether the task has open fires; inside a change. */
    boolean hasOpenFires(TaskId id) {
        return records.hasOpenFires(id);
    }

    private void write(Current task, Change change, String actor, String verb, @Nullable UUID seed) {
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
                    tzdata_version = coalesce(:tzdata, tzdata_version), engine_tried_at = null, updated_at = clock_timestamp(),
                    -- whoever pauses, resumes or ends a task takes it out of its freeze
                    frozen_by = case when :verb not in ('pause', 'thaw', 'cancel') then frozen_by end
                where namespace = :namespace and id = :id
                """)
                .param("verb", verb)
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
        Map<String, String> detail = ChangeRecords.detail(null, seed);
        detail.putAll(planNotes(task, change, verb, newPlan));
        records.audit(task, version, actor, verb, detail.isEmpty() ? null : detail);
        TaskNotices.announce(jdbc, task.id());
    }

    private static Map<String, String> planNotes(Current task, Change change, String verb, boolean newPlan) {
        NextFire next = change.next();
        boolean cancelled = change.state() == TaskState.CANCELLED && task.state() != TaskState.CANCELLED;
        if (newPlan || cancelled || verb.equals("replan")) {
            return PlanNotes.of(task.now(), task.next(), next);
        }
        return next != null && verb.equals("reschedule") ? PlanNotes.moved(task.now(), next) : Map.of();
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
}
