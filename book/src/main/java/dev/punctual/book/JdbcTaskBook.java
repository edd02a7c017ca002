package dev.punctual.book;

import dev.punctual.book.TaskChanges.Change;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Tasks in PostgreSQL. */
public final class JdbcTaskBook implements TaskBook, AutoCloseable {
    private final JdbcClient jdbc;
    private final TaskPlans plans;
    private final TaskChanges changes;
    private final NewTasks newTasks;
    private final Batcher<NewTasks.Order, Created> creates;
    private final TaskListener listener;

    /**
     * Starts the thread that registers tasks.
     *
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param clock the book's
     * @param listener hears of every change after its commit
     */
    public JdbcTaskBook(JdbcClient jdbc, TransactionOperations transactions, BookClock clock, TaskListener listener) {
        this.jdbc = jdbc;
        this.plans = new TaskPlans(jdbc, clock);
        this.changes = new TaskChanges(jdbc, transactions, listener);
        this.newTasks = new NewTasks(jdbc, clock);
        this.creates = new Batcher<>("create", 500, order -> order.task().id(), newTasks::register, size -> {});
        this.listener = listener;
    }

    @Override
    public Task create(TaskId id, TaskSpec spec, String actor) {
        return switch (creates.ask(new NewTasks.Order(new NewTask(id, spec), actor))) {
            case Created.Done done -> {
                listener.committed(done.task());
                yield done.task();
            }
            case Created.Refused refused -> throw refused.refusal();
        };
    }

    @Override
    public List<Created> createAll(List<NewTask> tasks, String actor) {
        List<Created> answers = newTasks.register(
                tasks.stream().map(task -> new NewTasks.Order(task, actor)).toList());
        for (Created answer : answers) {
            if (answer instanceof Created.Done done) {
                listener.committed(done.task());
            }
        }
        return answers;
    }

    @Override
    public Optional<Task> find(TaskId id) {
        return jdbc.sql(TaskRows.SELECT + "where t.namespace = :namespace and t.id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(TaskRows::task)
                .optional();
    }

    @Override
    public List<Task> list(TaskQuery query) {
        StringBuilder sql = new StringBuilder(TaskRows.SELECT).append("where t.namespace = :namespace\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("namespace", query.namespace());
        parameters.put("limit", query.limit());
        filter(sql, parameters, "and t.state = :state\n", "state", query.state());
        filter(sql, parameters, "and v.action_type = :actionType\n", "actionType", query.actionType());
        filter(sql, parameters, "and t.id > :after\n", "after", query.after());
        if (!query.labels().isEmpty()) {
            filter(sql, parameters, "and v.labels @> :labels::jsonb\n", "labels", BookJson.write(query.labels()));
        }
        if (query.text() != null) {
            String part = query.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            filter(sql, parameters, "and (t.id ilike :q or v.display_name ilike :q)\n", "q", "%" + part + "%");
        }
        sql.append("order by t.namespace, t.id limit :limit");
        return jdbc.sql(sql.toString()).params(parameters).query(TaskRows::task).list();
    }

    static void filter(
            StringBuilder sql, Map<String, Object> parameters, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.put(name, value);
        }
    }

    @Override
    public Task replace(TaskId id, TaskSpec spec, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "replace", task -> replacement(task, spec));
    }

    /** What becomes of a task that gets a new definition. */
    static Change replacement(Current task, TaskSpec spec) {
        boolean sameSchedule = task.spec().schedule().equals(spec.schedule());
        NextFire next = sameSchedule && !task.hasEnded() ? task.next() : firstFire(spec, task.now());
        return Change.of(task)
                .state(task.hasEnded() ? TaskState.ACTIVE : task.state())
                .spec(spec)
                .next(next);
    }

    @Override
    public Planned plan(TaskId id, TaskSpec spec, @Nullable Integer ifVersion) {
        return plans.plan(id, spec, ifVersion);
    }

    static NextFire firstFire(TaskSpec spec, Instant now) {
        return spec.schedule().firstFor(now).map(NextFire::at).orElseThrow(NewTasks::neverFires);
    }

    @Override
    public Task pause(
            TaskId id, @Nullable String reason, @Nullable Instant until, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "pause", task -> {
            if (task.hasEnded()) {
                throw new TaskRefusal.WrongState(id, task.state(), "only an ACTIVE or PAUSED task can be paused");
            }
            return Change.of(task).state(TaskState.PAUSED).pause(new Task.Pause(reason, until));
        });
    }

    @Override
    public Task resume(TaskId id, @Nullable CatchUpPolicy catchUp, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "resume", task -> {
            if (task.state() != TaskState.PAUSED) {
                throw new TaskRefusal.WrongState(id, task.state(), "only a PAUSED task can be resumed");
            }
            CatchUp own = task.spec().catchUp();
            CatchUp effective = new CatchUp(catchUp == null ? own.policy() : catchUp, own.window());
            Change change =
                    Change.of(task).state(TaskState.ACTIVE).resumed(new Resumed(task.now(), effective.policy()));
            if (task.next() == null) {
                return change;
            }
            Plan.PassOver missed =
                    FirePlanner.resume(task.spec(), task.plannedSince(), task.next(), effective, task.now());
            return change.next(missed.next()).skips(missed.skips());
        });
    }

    @Override
    public Task cancel(TaskId id, @Nullable Integer ifVersion, String actor) {
        return changes.apply(
                id,
                ifVersion,
                actor,
                "cancel",
                task -> task.state() == TaskState.CANCELLED
                        ? null
                        : Change.of(task).state(TaskState.CANCELLED).next(null));
    }

    @Override
    public Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, String actor) {
        return changes.apply(id, ifVersion, actor, "reschedule", task -> {
            if (task.state() != TaskState.ACTIVE) {
                throw new TaskRefusal.WrongState(
                        id,
                        task.state(),
                        "only an ACTIVE task has a next fire to move; resume it, or give it a new schedule");
            }
            if (task.next() == null) {
                throw new TaskRefusal.WrongState(
                        id,
                        task.state(),
                        "it has no further fire to move; give it a new schedule with PUT, or :trigger it");
            }
            Instant moved = at.isBefore(task.now()) ? task.now() : at;
            return Change.of(task).next(new NextFire(moved, task.next().nominal()));
        });
    }

    @Override
    public Fire trigger(TaskId id, String actor) {
        return changes.trigger(id, actor);
    }

    @Override
    public FireId triggerFrom(TaskId id, FireId source) {
        return changes.triggerFrom(id, source);
    }

    @Override
    public Optional<Instant> archived(TaskId id) {
        return jdbc.sql("""
                select archived_at from task_archive where namespace = :namespace and id = :id
                order by archived_at desc limit 1
                """)
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query((row, number) -> Columns.requiredInstant(row, "archived_at"))
                .optional();
    }

    @Override
    public void close() {
        creates.close();
    }
}
