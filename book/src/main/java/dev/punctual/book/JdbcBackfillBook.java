package dev.punctual.book;

import dev.punctual.book.Backfill.Extent;
import dev.punctual.book.Backfill.Range;
import dev.punctual.book.Backfill.State;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.PastInstants;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Backfills in PostgreSQL. */
public final class JdbcBackfillBook implements BackfillBook {
    private static final String SELECT = """
            select b.namespace, b.id, b.task, b.state, b.range_from, b.range_to, b.rate_per_minute, b.rerun, b.instants,
                b.entered, b.left_out, b.created_at, b.created_by, b.ended_at
            from backfill b
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final TaskBook tasks;
    private final BackfillSteps steps;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param tasks whose instants are run
     * @param listener hears which tasks have new fires
     */
    public JdbcBackfillBook(
            JdbcClient jdbc, TransactionOperations transactions, TaskBook tasks, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.steps = new BackfillSteps(jdbc, transactions, listener);
    }

    @Override
    public Extent extent(TaskId task, Range range) {
        return extent(task(task), range);
    }

    private Task task(TaskId id) {
        return tasks.find(id).orElseThrow(() -> new TaskRefusal.NotFound(id));
    }

    private static Extent extent(Task task, Range range) {
        TaskSpec spec = task.spec();
        if (task.state() == TaskState.CANCELLED) {
            throw new TaskRefusal.WrongState(
                    task.id(), task.state(), "give it a new definition with PUT to use it again");
        }
        if (spec.schedule().followsRuns()) {
            throw new TaskRefusal.Invalid(
                    "",
                    "NO_INSTANTS",
                    "the schedule of task '%s' counts from the end of each run, so it names no past instants; :trigger it instead"
                            .formatted(task.id().id()));
        }
        List<Instant> instants =
                PastInstants.between(spec.schedule(), range.from(), range.to(), Backfill.MOST_INSTANTS + 1);
        if (instants.size() > Backfill.MOST_INSTANTS) {
            throw new TaskRefusal.Invalid(
                    "/to",
                    "TOO_MANY",
                    "the schedule names more than %d instants from %s to %s; ask for a shorter range, up to %s for instance"
                            .formatted(Backfill.MOST_INSTANTS, range.from(), range.to(), instants.getLast()));
        }
        return instants.isEmpty()
                ? new Extent(0, null, null)
                : new Extent(instants.size(), instants.getFirst(), instants.getLast());
    }

    @Override
    public Backfill start(String id, TaskId taskId, Range range, String actor) {
        Task task = task(taskId);
        Extent extent = extent(task, range);
        transactions.executeWithoutResult(status -> {
            int made = jdbc.sql("""
                    insert into backfill (namespace, id, task, task_version, state, range_from, range_to, rate_per_minute,
                        rerun, instants, cursor_at, next_at, created_at, created_by)
                    values (:namespace, :id, :task, :version, 'RUNNING', :from, :to, :rate, :rerun, :instants, :from,
                        clock_timestamp(), clock_timestamp(), :actor)
                    on conflict do nothing
                    """)
                    .param("namespace", taskId.namespace())
                    .param("id", id)
                    .param("task", taskId.id())
                    .param("version", task.version())
                    .param("from", Columns.parameter(range.from()))
                    .param("to", Columns.parameter(range.to()))
                    .param("rate", range.ratePerMinute())
                    .param("rerun", range.rerun())
                    .param("instants", extent.instants())
                    .param("actor", actor)
                    .update();
            if (made == 1) {
                audit(taskId, task.version(), "backfill", id, actor);
            }
        });
        return required(taskId.namespace(), id);
    }

    @Override
    public Optional<Backfill> find(String namespace, String id) {
        return jdbc.sql(SELECT + "where b.namespace = :namespace and b.id = :id")
                .param("namespace", namespace)
                .param("id", id)
                .query(JdbcBackfillBook::backfill)
                .optional();
    }

    private Backfill required(String namespace, String id) {
        return find(namespace, id).orElseThrow(() -> new BackfillRefusal.NotFound(namespace, id));
    }

    @Override
    public Map<FireState, Long> fires(Backfill backfill) {
        Map<FireState, Long> fires = new EnumMap<>(FireState.class);
        jdbc.sql("""
                select state, count(*) as fires from fire
                where namespace = :namespace and task = :task and trigger = 'BACKFILL'
                    and scheduled_for >= :from and scheduled_for < :to
                group by state
                """)
                .param("namespace", backfill.task().namespace())
                .param("task", backfill.task().id())
                .param("from", Columns.parameter(backfill.range().from()))
                .param("to", Columns.parameter(backfill.range().to()))
                .query(row -> {
                    fires.put(FireState.valueOf(row.getString("state")), row.getLong("fires"));
                });
        return fires;
    }

    @Override
    public List<Backfill> list(String namespace, @Nullable String task, @Nullable String after, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("where b.namespace = :namespace\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("namespace", namespace);
        parameters.put("limit", limit);
        JdbcTaskBook.filter(sql, parameters, "and b.task = :task\n", "task", task);
        JdbcTaskBook.filter(sql, parameters, """
                and (b.created_at, b.id)
                    < (select a.created_at, a.id from backfill a where a.namespace = :namespace and a.id = :after)
                """, "after", after);
        sql.append("order by b.created_at desc, b.id desc limit :limit");
        return jdbc.sql(sql.toString())
                .params(parameters)
                .query(JdbcBackfillBook::backfill)
                .list();
    }

    @Override
    public Backfill pause(String namespace, String id, String actor) {
        return change(namespace, id, State.PAUSED, actor);
    }

    @Override
    public Backfill resume(String namespace, String id, String actor) {
        return change(namespace, id, State.RUNNING, actor);
    }

    @Override
    public Backfill cancel(String namespace, String id, String actor) {
        return change(namespace, id, State.CANCELLED, actor);
    }

    private Backfill change(String namespace, String id, State wanted, String actor) {
        transactions.executeWithoutResult(status -> {
            Backfill current = jdbc.sql(SELECT + "where b.namespace = :namespace and b.id = :id for no key update")
                    .param("namespace", namespace)
                    .param("id", id)
                    .query(JdbcBackfillBook::backfill)
                    .optional()
                    .orElseThrow(() -> new BackfillRefusal.NotFound(namespace, id));
            if (current.state() == wanted) {
                return;
            }
            if (current.state().isFinal()) {
                throw new BackfillRefusal.WrongState(
                        id, current.state(), "it has ended; begin another with :backfill of the task");
            }
            jdbc.sql("""
                    update backfill set state = :state, next_at = clock_timestamp(),
                        ended_at = case when :ended then clock_timestamp() end
                    where namespace = :namespace and id = :id
                    """)
                    .param("state", wanted.name())
                    .param("ended", wanted.isFinal())
                    .param("namespace", namespace)
                    .param("id", id)
                    .update();
            if (wanted == State.CANCELLED) {
                steps.cancelWaiting(current);
            }
            audit(current.task(), 0, "backfill-" + wanted.name().toLowerCase(Locale.ROOT), id, actor);
        });
        return required(namespace, id);
    }

    private void audit(TaskId task, int version, String verb, String id, String actor) {
        jdbc.sql("""
                insert into audit_event (at, namespace, task, version, actor, verb, detail)
                values (clock_timestamp(), :namespace, :task,
                    coalesce(nullif(:version, 0),
                        (select version from task where namespace = :namespace and id = :task), 0),
                    :actor, :verb, jsonb_build_object('operation', :id::text))
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("version", version)
                .param("actor", actor)
                .param("verb", verb)
                .param("id", id)
                .update();
    }

    @Override
    public int advance(int most) {
        int made = 0;
        for (int i = 0; i < most; i++) {
            Integer step = steps.next();
            if (step == null) {
                break;
            }
            made += step;
        }
        return made;
    }

    static Backfill backfill(ResultSet row, int number) throws SQLException {
        return new Backfill(
                row.getString("id"),
                new TaskId(row.getString("namespace"), row.getString("task")),
                new Range(
                        Columns.requiredInstant(row, "range_from"),
                        Columns.requiredInstant(row, "range_to"),
                        row.getInt("rate_per_minute"),
                        row.getBoolean("rerun")),
                State.valueOf(Objects.requireNonNull(row.getString("state"))),
                row.getLong("instants"),
                row.getLong("entered"),
                row.getLong("left_out"),
                Columns.requiredInstant(row, "created_at"),
                row.getString("created_by"),
                Columns.instant(row, "ended_at"));
    }
}
