package dev.punctual.book;

import static org.apache.commons.lang3.ObjectUtils.max;

import dev.punctual.book.Backfill.State;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.PastInstants;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the fires of running backfills, a few at a time: as many as the rate allows, and never more open ones of a task than
 * a handful, so that a slow action is not buried under its own past.
 *
 * <p>Locks the backfill, then the task, then fires.
 */
final class BackfillSteps {
    /** How many fires of a task's backfills may be open at a time. */
    static final int ROOM = 50;

    /** How many instants are looked at in one step, of which some may have run already. */
    private static final int LOOKED_AT = 200;

    /** How soon to look again at one that waits for its open fires. */
    private static final Duration WAIT = Duration.ofMillis(500);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ChangeRecords records;
    private final TaskListener listener;

    BackfillSteps(JdbcClient jdbc, TransactionOperations transactions, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.records = new ChangeRecords(jdbc);
        this.listener = listener;
    }

    /** What of one backfill was done. */
    private record Step(int made, @Nullable Task task) {}

    /** A backfill to see to, and its task as it is now. */
    private record Running(Backfill backfill, Schedule schedule, Instant cursor, Instant nextAt, Instant now) {}

    /** Sees to the backfill that waits longest; how many fires were made, or null when none waits. */
    @Nullable
    Integer next() {
        Step step = transactions.execute(status -> {
            Running running = lock();
            return running == null ? null : step(running);
        });
        if (step == null) {
            return null;
        }
        if (step.task() != null) {
            listener.committed(step.task());
        }
        return step.made();
    }

    private @Nullable Running lock() {
        return jdbc.sql("""
                select b.*, v.spec, clock_timestamp() as now
                from (select * from backfill where state = 'RUNNING' and next_at <= clock_timestamp()
                    order by next_at limit 1 for no key update skip locked) b
                join task_version v on v.namespace = b.namespace and v.id = b.task and v.version = b.task_version
                """)
                .query((row, number) -> new Running(
                        JdbcBackfillBook.backfill(row, number),
                        BookJson.spec(row.getString("spec")).schedule(),
                        Columns.requiredInstant(row, "cursor_at"),
                        Columns.requiredInstant(row, "next_at"),
                        Columns.requiredInstant(row, "now")))
                .optional()
                .orElse(null);
    }

    private Step step(Running running) {
        Backfill backfill = running.backfill();
        TaskId task = backfill.task();
        record Row(TaskState state, int version) {}
        Row row = jdbc.sql(
                        "select state, version from task where namespace = :namespace and id = :id for no key update")
                .param("namespace", task.namespace())
                .param("id", task.id())
                .query((found, number) -> new Row(TaskState.valueOf(found.getString("state")), found.getInt("version")))
                .optional()
                .orElse(null);
        if (row == null || row.state() == TaskState.CANCELLED) {
            end(backfill, State.CANCELLED);
            return new Step(0, null);
        }
        int open = open(task);
        Duration period = Duration.ofMinutes(1).dividedBy(backfill.range().ratePerMinute());
        long allowed =
                Math.min(1 + Duration.between(running.nextAt(), running.now()).dividedBy(period), ROOM - open);
        List<Instant> looked = PastInstants.between(
                running.schedule(), running.cursor(), backfill.range().to(), LOOKED_AT);
        if (looked.isEmpty() && open == 0) {
            end(backfill, State.DONE);
            return new Step(0, null);
        }
        if (looked.isEmpty() || allowed <= 0) {
            later(backfill, running.now().plus(WAIT));
            return new Step(0, null);
        }
        Set<Instant> done = backfill.range().rerun() ? Set.of() : done(task, looked);
        List<Instant> chosen = new ArrayList<>();
        Instant cursor = running.cursor();
        int leftOut = 0;
        for (Instant at : looked) {
            if (chosen.size() == allowed) {
                break;
            }
            if (done.contains(at)) {
                leftOut++;
            } else {
                chosen.add(at);
            }
            cursor = at.plus(1, ChronoUnit.MICROS);
        }
        int made = enter(task, row.version(), chosen);
        Instant nextAt = chosen.isEmpty()
                ? running.now()
                : max(running.nextAt(), running.now().minus(period)).plus(period.multipliedBy(chosen.size()));
        jdbc.sql("""
                update backfill set cursor_at = :cursor, next_at = :next, entered = entered + :made,
                    left_out = left_out + :leftOut
                where namespace = :namespace and id = :id
                """)
                .param("cursor", Columns.parameter(cursor))
                .param("next", Columns.parameter(nextAt))
                .param("made", made)
                .param("leftOut", leftOut + chosen.size() - made)
                .param("namespace", task.namespace())
                .param("id", backfill.id())
                .update();
        return new Step(made, made == 0 ? null : wake(task));
    }

    private Task wake(TaskId task) {
        records.wakeEngine(task);
        TaskNotices.announce(jdbc, task);
        return records.read(task);
    }

    private int open(TaskId task) {
        return jdbc.sql("""
                select count(*) from fire where namespace = :namespace and task = :task and finished_at is null
                    and trigger = 'BACKFILL'
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .query(Integer.class)
                .single();
    }

    /** Those of the instants for which the schedule's own fire succeeded, or still may. */
    private Set<Instant> done(TaskId task, List<Instant> instants) {
        return new HashSet<>(jdbc.sql("""
                select f.scheduled_for from jsonb_to_recordset(:rows::jsonb) as a(id uuid, at timestamptz)
                -- lateral, with a limit: one look by key for each
                cross join lateral (
                    select o.scheduled_for, o.state from fire o
                    where o.scheduled_for = a.at and o.id = a.id limit 1) f
                where f.state in ('SUCCEEDED', 'PENDING', 'RUNNING', 'RETRYING')
                """)
                .param("rows", rows(task, instants, Trigger.SCHEDULE))
                .query((row, number) -> Columns.requiredInstant(row, "scheduled_for"))
                .list());
    }

    private static String rows(TaskId task, List<Instant> instants, Trigger trigger) {
        record Row(UUID id, Instant at) {}
        return BookJson.rows(instants.stream()
                .map(at -> new Row(FireId.of(task, at, trigger).value(), at))
                .toList());
    }

    private int enter(TaskId task, int version, List<Instant> instants) {
        return jdbc.sql("""
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at)
                select id, :namespace, :task, at, 'BACKFILL', 'PENDING', :version, 0, clock_timestamp()
                from jsonb_to_recordset(:rows::jsonb) as a(id uuid, at timestamptz)
                on conflict do nothing
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("version", version)
                .param("rows", rows(task, instants, Trigger.BACKFILL))
                .update();
    }

    private void later(Backfill backfill, Instant at) {
        jdbc.sql("update backfill set next_at = greatest(next_at, :at) where namespace = :namespace and id = :id")
                .param("at", Columns.parameter(at))
                .param("namespace", backfill.task().namespace())
                .param("id", backfill.id())
                .update();
    }

    private void end(Backfill backfill, State state) {
        jdbc.sql("""
                update backfill set state = :state, ended_at = clock_timestamp()
                where namespace = :namespace and id = :id
                """)
                .param("state", state.name())
                .param("namespace", backfill.task().namespace())
                .param("id", backfill.id())
                .update();
    }

    /** Inside the caller's transaction, which holds the backfill. */
    void cancelWaiting(Backfill backfill) {
        TaskId task = backfill.task();
        jdbc.sql("select version from task where namespace = :namespace and id = :id for no key update")
                .param("namespace", task.namespace())
                .param("id", task.id())
                .query(Integer.class)
                .list();
        jdbc.sql("""
                update fire set state = 'CANCELLED', finished_at = clock_timestamp(), due_at = null,
                    error_type = 'CANCELLED', error_message = 'its backfill was cancelled'
                where namespace = :namespace and task = :task and finished_at is null and trigger = 'BACKFILL'
                    and state in ('PENDING', 'RETRYING') and scheduled_for >= :from and scheduled_for < :to
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("from", Columns.parameter(backfill.range().from()))
                .param("to", Columns.parameter(backfill.range().to()))
                .update();
    }
}
