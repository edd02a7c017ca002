package dev.punctual.book;

import dev.punctual.book.TaskChanges.Change;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Tasks in PostgreSQL. */
public final class JdbcTaskBook implements TaskBook, AutoCloseable {
    private final JdbcClient jdbc;
    private final TaskPlans plans;
    private final TaskChanges changes;
    private final TaskVerbs verbs;
    private final TaskVerbs trial;
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
        TaskChanges trials = new TaskChanges(jdbc, new RolledBack(transactions), task -> {});
        this.verbs = new JdbcTaskVerbs(changes, trials, new Partitions(jdbc, transactions));
        this.trial = new JdbcTaskVerbs(trials, trials, null);
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
        if (query.state() != null) {
            // a word rather than a parameter: the planner has to see that an index of part of the tasks will do
            sql.append("and t.state = '%s'\n".formatted(TaskState.valueOf(query.state())));
        }
        filter(sql, parameters, "and v.action_type = :actionType\n", "actionType", query.actionType());
        filter(sql, parameters, "and t.id > :after\n", "after", query.after());
        if (!query.labels().isEmpty()) {
            filter(sql, parameters, "and v.labels @> :labels::jsonb\n", "labels", BookJson.write(query.labels()));
        }
        if (query.text() != null) {
            String part = query.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            filter(sql, parameters, "and v.search_text like lower(:q)\n", "q", "%" + part + "%");
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
            TaskId id,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        return verbs.pause(id, reason, until, ifVersion, seed, actor);
    }

    @Override
    public Task resume(
            TaskId id,
            @Nullable CatchUpPolicy catchUp,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        return verbs.resume(id, catchUp, ifVersion, seed, actor);
    }

    @Override
    public Task cancel(TaskId id, @Nullable Integer ifVersion, String actor) {
        return verbs.cancel(id, ifVersion, actor);
    }

    @Override
    public Task reschedule(TaskId id, Instant at, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        return verbs.reschedule(id, at, ifVersion, seed, actor);
    }

    @Override
    public Task skipNext(TaskId id, int count, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        return verbs.skipNext(id, count, ifVersion, seed, actor);
    }

    @Override
    public TaskVerbs trial() {
        return trial;
    }

    @Override
    public Fire trigger(TaskId id, Order order, String actor) {
        return verbs.trigger(id, order, actor);
    }

    @Override
    public FireId triggerFrom(TaskId id, FireId source, @Nullable Object input) {
        return changes.triggerFrom(id, source, input);
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
