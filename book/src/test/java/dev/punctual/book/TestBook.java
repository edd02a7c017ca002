package dev.punctual.book;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A book of its own for a test: an empty, migrated database on a real PostgreSQL, and everything that asks it. The database's
 * sessions live in a zone that is not UTC, so that a hidden assumption fails.
 */
public final class TestBook implements AutoCloseable {
    /** The zone of every session. */
    public static final String ZONE = "America/Los_Angeles";

    private static final String ACTOR = "tester";

    private final String url;
    private final HikariDataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final BookClock clock = new BookClock();
    private final List<Task> committed = new CopyOnWriteArrayList<>();
    private final JdbcTaskBook tasks;
    private final JdbcFireBook fires;

    private TestBook(String url) {
        this.url = url;
        this.dataSource = new HikariDataSource(config(url));
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.tasks = new JdbcTaskBook(jdbc, transactions, clock, committed::add);
        this.fires = anotherFireBook();
        clock.read(now());
    }

    /** A book in a fresh database. */
    public static TestBook open() {
        return new TestBook(TestServer.createDatabase());
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        // the driver asks for the JVM's zone, whatever the server's is
        config.setConnectionInitSql("set time zone '" + ZONE + "'");
        return config;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public TransactionTemplate transactions() {
        return transactions;
    }

    /** Has been read once. */
    public BookClock clock() {
        return clock;
    }

    /** What the book's listener heard, in order. */
    public List<Task> committed() {
        return committed;
    }

    public JdbcTaskBook tasks() {
        return tasks;
    }

    public JdbcFireBook fires() {
        return fires;
    }

    /** A second process on the same database; the caller closes it. */
    public JdbcFireBook anotherFireBook() {
        return new JdbcFireBook(jdbc, transactions, clock, size -> {});
    }

    /** The calendars of another process on the same database. */
    public JdbcCalendarBook calendars() {
        return new JdbcCalendarBook(jdbc, transactions, clock, committed::add);
    }

    /** What users do to fires; {@code stops} hears of those whose workflows are to end. */
    public JdbcFireChanges fireChanges(FireListener stops) {
        return new JdbcFireChanges(jdbc, transactions, committed::add, stops);
    }

    public JdbcFireLedger ledger() {
        return new JdbcFireLedger(jdbc);
    }

    public JdbcWorkerBook workers() {
        return new JdbcWorkerBook(jdbc, clock);
    }

    public JdbcSlotBook slots() {
        return new JdbcSlotBook(jdbc, transactions);
    }

    public JdbcEngineBook engine() {
        return new JdbcEngineBook(jdbc, transactions);
    }

    public Partitions partitions() {
        return new Partitions(jdbc, transactions);
    }

    /** A connection outside the pool. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** The database's clock. */
    public Instant now() {
        return jdbc.sql("select clock_timestamp() as now")
                .query((row, number) -> Columns.requiredInstant(row, "now"))
                .single();
    }

    /** Ends every other session on this database, as a restart of the server would. */
    public long terminateSessions() {
        return jdbc.sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """).query(Long.class).single();
    }

    /** Waits until a session of this database waits for another's lock. */
    void awaitLockWait() {
        await().until(() -> jdbc.sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """).query(Long.class).single() > 0);
    }

    /** How often the server had to break a deadlock in this database. */
    public long deadlocks() {
        return jdbc.sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }

    /** Empties the book. Ids must not be used again: definitions are cached. */
    public void clear() {
        jdbc.sql("truncate task, task_version, task_calendar, calendar, fire, attempt, audit_event, worker_instance,"
                        + " engine_instance")
                .update();
    }

    /** The task of this id in the default namespace. */
    public static TaskId id(String id) {
        return new TaskId(TaskId.DEFAULT_NAMESPACE, id);
    }

    /** A task that does nothing, with every default. */
    public static TaskSpec spec(Schedule schedule) {
        return TaskSpec.of(schedule, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
    }

    /** Fires once, and is due already. */
    public Schedule pastOnce() {
        return pastOnce(now());
    }

    static Schedule pastOnce(Instant now) {
        return new OneTimeSchedule(now.minusSeconds(1));
    }

    /** Fires every minute, for the first time in a minute. */
    public Schedule everyMinute() {
        return new IntervalSchedule(Duration.ofMinutes(1), now().plusSeconds(60));
    }

    /** Registers a task in the default namespace. */
    public Task create(String id, Schedule schedule) {
        return create(id, spec(schedule));
    }

    /** Registers a task in the default namespace. */
    public Task create(String id, TaskSpec spec) {
        return tasks.create(id(id), spec, ACTOR);
    }

    /** Makes a recurring task's next fire due at this instant of its schedule, as if time had passed. */
    public void turnBack(TaskId id, Instant next) {
        jdbc.sql("update task set next_fire_at = :at, next_nominal_at = :at where namespace = :namespace and id = :id")
                .param("at", Columns.parameter(next))
                .param("namespace", id.namespace())
                .param("id", id.id())
                .update();
    }

    /** Makes the last restarts of all tasks so much older, as if time had passed. */
    public void turnBackRescue(Duration age) {
        jdbc.sql("update task set rescued_at = rescued_at - :age::interval")
                .param("age", age.toString())
                .update();
    }

    public Task task(TaskId id) {
        return tasks.find(id).orElseThrow();
    }

    public DueTask due(TaskId id) {
        return fires.due(id).orElseThrow();
    }

    /** What the planner wants to start next. */
    public Plan.Start start(DueTask task) {
        return start(task, now());
    }

    private static Plan.Start start(DueTask task, Instant now) {
        return (Plan.Start) FirePlanner.next(task, now);
    }

    /** The wish to start what the planner wants next, with a new token. */
    public ClaimRequest request(DueTask task) {
        return request(task, now());
    }

    static ClaimRequest request(DueTask task, Instant now) {
        return new ClaimRequest(
                task, start(task, now), "worker-1", UUID.randomUUID(), ClaimRequest.Kind.INLINE, now.minusSeconds(1));
    }

    /** Claims what is next of this task; it must be given. */
    public ClaimRequest claim(TaskId id) {
        ClaimRequest request = request(due(id));
        Claim claim = fires.claim(request);
        if (!(claim instanceof Claim.Claimed)) {
            throw new AssertionError(id + ": " + claim);
        }
        return request;
    }

    /** The end of a claimed attempt, decided by the planner. */
    public Finish finish(ClaimRequest claimed, Outcome outcome) {
        Instant now = now();
        return finish(
                claimed,
                outcome,
                FirePlanner.after(claimed.task().spec(), claimed.start().attempt(), now, outcome, now));
    }

    public Finish finish(ClaimRequest claimed, Outcome outcome, Verdict verdict) {
        return new Finish(
                claimed.task().id(),
                claimed.start().fire(),
                claimed.start().attempt(),
                claimed.token(),
                clock.instant(),
                outcome,
                verdict,
                claimed.task().spec().schedule().followsRuns());
    }

    /** The fire as the ledger has it. */
    public Fire fire(FireId id) {
        return ledger().find(TaskId.DEFAULT_NAMESPACE, id).orElseThrow();
    }

    /** All fires of the task, oldest first. */
    public List<Fire> firesOf(TaskId id) {
        return ledger().list(new FireLedger.FireQuery(id.namespace(), id.id(), null, null, null, null, null, 10_000))
                .reversed();
    }

    /** A value of one task's row. */
    public <T> @Nullable T column(TaskId id, String column, Class<T> type) {
        return jdbc.sql("select " + column + " from task where namespace = :namespace and id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(type)
                .optional()
                .orElse(null);
    }

    @Override
    public void close() {
        tasks.close();
        fires.close();
        dataSource.close();
    }
}
