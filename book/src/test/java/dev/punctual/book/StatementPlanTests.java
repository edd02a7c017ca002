package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.FireBook.Following;
import dev.punctual.book.FireOverview.Span;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.book.TaskBook.TaskQuery;
import dev.punctual.book.TaskRecords.AuditQuery;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Tally;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The statements of every fire find their rows by index, however many tasks and fires there are. Asked of the statistics: how
 * many rows each table had read from end to end, while the statements ran.
 */
class StatementPlanTests {
    /** Few enough that reading them all looks cheap to the database. */
    private static final int FEW = 11_000;

    private static final int MANY = 100_000;

    /** In the middle of a week: of a week with hardly any fires the database rightly reads all. */
    private static final String END_OF_HISTORY = "date_trunc('week', clock_timestamp(), 'UTC') + interval '84 hours'";

    private static final SlotKey IN_LINE = new SlotKey(TaskId.DEFAULT_NAMESPACE, "in-line");
    private static final SlotKey FULL = new SlotKey(TaskId.DEFAULT_NAMESPACE, "full");
    private static final TestBook book = TestBook.open();
    private static final Instant now = book.now();

    @BeforeAll
    static void create() {
        for (int week = -6; week <= 2; week++) {
            book.partitions().ensure(now.plus(Duration.ofDays(7L * week)));
        }
        assertThat(book.create("model", book.everyMinute()).id()).isEqualTo(TestBook.id("model"));
    }

    /** Tasks with these numbers, and two months of history. */
    private static void fill(int first, int last) throws SQLException {
        try (Connection connection = book.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into task (namespace, id, state, version, next_fire_at, next_nominal_at, engine_version, created_at,
                        updated_at)
                    select namespace, 't' || n, state, version, at, at, 1, created_at, updated_at
                    from (select * from task where id = 'model') as model, generate_series(%d, %d) as n,
                        lateral (select clock_timestamp() + make_interval(secs => n) as at) as later
                    """.formatted(first, last));
            statement.execute("""
                    insert into task_version
                    select namespace, 't' || n, version, spec, display_name, labels, action_type, created_at
                    from (select * from task_version where id = 'model') as model, generate_series(%d, %d) as n
                    """.formatted(first, last));
            statement.execute("""
                    insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, worker, claim,
                        claimed_at, finished_at)
                    select gen_random_uuid(), 'default', 't' || n, %3$s - make_interval(secs => n * 36.0),
                        'SCHEDULE', 'SUCCEEDED', 1, 1, 'w', gen_random_uuid(), clock_timestamp(), clock_timestamp()
                    from generate_series(%d, %d) as n
                    """.formatted(first, last, END_OF_HISTORY));
            // one key has a long line and no slot, another one has both
            statement.execute("""
                    insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at,
                        dispatched_at, slot_key, slot_limit, slot_priority, admitted_at)
                    select gen_random_uuid(), 'default', 'line' || n, %3$s - make_interval(secs => n * 36.0),
                        'SCHEDULE', 'PENDING', 1, 0, clock_timestamp(), clock_timestamp(),
                        case n %% 100 when 0 then 'in-line' else 'full' end, case n %% 100 when 0 then 5 else 1 end, 3,
                        case n %% 100 when 1 then clock_timestamp() end
                    from generate_series(%d, %d) as n where n %% 10 in (0, 1)
                    """.formatted(first, last, END_OF_HISTORY));
            // each task goes by a calendar, and all are up to date
            book.calendars()
                    .put(
                            new CalendarId("default", "closed"),
                            new CalendarDefinition.Whole(new Holidays(List.of())),
                            current -> {},
                            "ann");
            statement.execute("""
                    insert into task_calendar
                    select 'default', 't' || n, 'closed', revision from calendar, generate_series(%d, %d) as n
                    """.formatted(first, last));
            statement.execute("vacuum analyze");
        }
    }

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void theStatementsOfAFireReadNoTableFromEndToEnd() throws SQLException {
        fill(1, FEW);
        assertThat(readByFires(FEW)).as("with %d tasks", FEW).isEmpty();
        assertThat(readByPages()).as("by pages, with %d tasks", FEW).isEmpty();
        fill(FEW + 1, MANY);
        assertThat(readByFires(MANY)).as("with %d tasks", MANY).isEmpty();
        assertThat(readByPages()).as("by pages, with %d tasks", MANY).isEmpty();
        assertThat(readBySearch("RUNNING", "RETRYING"))
                .as("what waits is read as well, once for each state, and not what has ended")
                .isLessThan(MANY / 2);
        assertThat(readBySearch("FAILED", "TIMED_OUT", "LOST", "CANCELLED", "SKIPPED"))
                .isLessThan(1_000);
    }

    /** Lists fires of which there are few or none; answers how many rows and entries of indexes were read for it. */
    private static long readBySearch(String... states) throws SQLException {
        try (Connection connection = book.connect()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("select pg_stat_reset()").query((row, number) -> number).list();
            JdbcFireLedger ledger = new JdbcFireLedger(jdbc);
            for (String state : states) {
                ledger.list(new FireLedger.FireQuery("default", null, state, null, null, null, null, 51));
            }
            for (String trigger : List.of("MANUAL", "BACKFILL", "DEPENDENCY", "ON_FAILURE", "ON_LATE")) {
                ledger.list(new FireLedger.FireQuery("default", null, null, trigger, null, null, null, 51));
            }
            jdbc.sql("select pg_stat_force_next_flush()")
                    .query((row, number) -> number)
                    .list();
            return jdbc.sql("""
                            select (select sum(seq_tup_read) from pg_stat_user_tables where relname like 'fire%')
                                + (select sum(idx_tup_read) from pg_stat_user_indexes where relname like 'fire%') as read
                            """).query((row, number) -> row.getLong("read")).single();
        }
    }

    /** Fires some of the tasks; answers the tables that were read from end to end meanwhile. */
    private static List<String> readByFires(int tasks) throws SQLException {
        List<TaskId> ids = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            // each time others
            TaskId id = TestBook.id("t" + (i * (tasks / 50) + 1));
            book.turnBack(id, now.minusSeconds(1));
            ids.add(id);
        }
        try (Connection connection = book.connect()) {
            SingleConnectionDataSource single = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(single);
            jdbc.sql("select pg_stat_reset()").query((row, number) -> number).list();
            DueTasks dueTasks = new DueTasks(jdbc, new SpecCache(jdbc), book.clock());
            Claims claims = new Claims(jdbc, book.clock());
            Finishes finishes = new Finishes(jdbc);
            // the driver prepares a statement when it comes again, and the server then settles on one plan
            for (int round = 0; round < 4; round++) {
                List<TaskId> some = ids.subList(round * 10, round * 10 + 10);
                List<ClaimRequest> requests = new ArrayList<>();
                for (TaskId id : some) {
                    DueTask due = dueTasks.read(List.of(id)).getFirst().orElseThrow();
                    requests.add(TestBook.request(due, book.clock().instant()));
                    assertThat(claims.decide(List.of(requests.getLast()))).hasSize(1);
                }
                dueTasks.read(some);
                List<Finish> ends = requests.stream()
                        .map(request -> followed(book.finish(
                                request, new Outcome.Succeeded(null), new Verdict.Final(FireState.SUCCEEDED))))
                        .toList();
                assertThat(finishes.record(ends)).containsOnly(true);
            }
            OldFires oldFires = new OldFires(jdbc);
            try (JdbcFireBook fires = new JdbcFireBook(jdbc, book.transactions(), book.clock(), size -> {})) {
                ids.forEach(fires::claims);
            }
            ChangeRecords records = new ChangeRecords(jdbc);
            ids.forEach(id -> assertThat(records.wasMade(id, UUID.randomUUID())).isFalse());
            ids.forEach(id -> assertThat(records.hasOpenFires(id))
                    .as("what follows %s", id)
                    .isTrue());
            JdbcSlotBook slots = new JdbcSlotBook(jdbc, book.transactions());
            for (int round = 0; round < 10; round++) {
                assertThat(slots.withFreeSlots(100)).containsExactly(IN_LINE);
                assertThat(slots.admit(FULL)).isEmpty();
            }
            CalendarUsers calendars = new CalendarUsers(jdbc);
            JdbcEngineBook engine = new JdbcEngineBook(jdbc, book.transactions());
            for (int round = 0; round < 10; round++) {
                engine.overdue(Duration.ofSeconds(2), Duration.ofSeconds(30), 100);
                engine.attended(ids.subList(0, 10));
                engine.missed(40);
                engine.countOverdue(Duration.ofSeconds(2));
                engine.dueInSeconds(List.of(now.plusSeconds(7), now.plusSeconds(8)));
                List<Task> behind = engine.behind(Duration.ZERO, Duration.ofSeconds(30), 100);
                engine.markTold(behind);
                calendars.behind(null, 100);
                oldFires.delete(now, now.minus(Duration.ofDays(90)), () -> true);
            }
            return readFromEndToEnd(jdbc);
        }
    }

    /** Asks what the pages of the console ask; answers the tables that were read from end to end meanwhile. */
    private static List<String> readByPages() throws SQLException {
        try (Connection connection = book.connect();
                JdbcTaskBook list = new JdbcTaskBook(
                        JdbcClient.create(new SingleConnectionDataSource(connection, true)),
                        book.transactions(),
                        book.clock(),
                        task -> {})) {
            SingleConnectionDataSource single = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(single);
            jdbc.sql("select pg_stat_reset()").query((row, number) -> number).list();
            JdbcFireOverview overview = new JdbcFireOverview(jdbc);
            JdbcTaskRecords records = new JdbcTaskRecords(jdbc);
            JdbcFireStats stats = new JdbcFireStats(jdbc, new JdbcEngineBook(jdbc, book.transactions()));
            JdbcFireLedger ledger = new JdbcFireLedger(jdbc);
            JdbcLiveBook live = new JdbcLiveBook(jdbc);
            List<String> tasks =
                    IntStream.rangeClosed(1, 50).mapToObj(n -> "t" + n * 7).toList();
            for (int round = 0; round < 6; round++) {
                overview.recent("default", tasks, 20);
                overview.grid(
                        "default", tasks, new Span(now.minus(Duration.ofDays(30)), Duration.ofHours(1), 720, 400));
                overview.runs("default", "t7", 200);
                overview.usual("default", tasks);
                overview.active("default", "t5", 500);
                overview.history("default", now.minus(Duration.ofHours(1)), now, Duration.ofMinutes(1));
                records.versions(TestBook.id("t7"), null, 50);
                records.audit(new AuditQuery("default", null, null, null, null, null, 50));
                records.audit(new AuditQuery("default", "t7", "ann", null, null, null, 50));
                records.namespaces();
                assertThat(list.list(new TaskQuery("default", null, Map.of(), "nowhere", null, null, 51)))
                        .isEmpty();
                assertThat(list.list(new TaskQuery("default", null, Map.of(), "T7000", null, null, 51)))
                        .isNotEmpty();
                stats.of("default");
                stats.engine();
                ledger.upcoming("default", null, null, 50);
                ledger.list(new FireLedger.FireQuery("default", "t7", null, null, null, null, null, 51));
                List<Fire> newest =
                        ledger.list(new FireLedger.FireQuery("default", null, null, null, null, null, null, 51));
                live.watch();
                assertThat(live.since(live.mark())).isPresent();
                // those that were claimed above: the others' ids do not name their instants, and early in the week they
                // are newer
                List<FireId> ids =
                        ledger.list(new FireLedger.FireQuery("default", null, null, null, null, now, null, 51)).stream()
                                .map(Fire::id)
                                .filter(id -> id.value().version() == 7)
                                .toList();
                assertThat(live.fires(ids)).hasSameSizeAs(ids).isNotEmpty();
                live.tasks(newest.stream().map(Fire::task).toList());
                new JdbcFireOutput(jdbc).lines(newest.getFirst().id(), 1);
                JdbcAuditBook audits = new JdbcAuditBook(
                        jdbc, book.clock(), new Retention.Limits(Duration.ofDays(90), Duration.ofDays(400)));
                Window window = new Window(now.minus(Duration.ofHours(1)), now, Duration.ofSeconds(1));
                // each time other tasks
                CompletenessAudit.Question question = new CompletenessAudit.Question(
                        "default", null, window, new CompletenessAudit.Place("t" + round, null));
                assertThat(new CompletenessAudit(audits).run(question, () -> false, new Tally(1)))
                        .isNotNull();
                audits.records("default", null, 50);
            }
            return readFromEndToEnd(jdbc);
        }
    }

    /** The end of a fire that another one follows. */
    private static Finish followed(Finish end) {
        FollowUp followUp = new FollowUp(
                FireId.of(end.task(), book.clock().instant(), Trigger.ON_SUCCESS, end.fire()),
                Trigger.ON_SUCCESS,
                end.fire());
        return new Finish(
                end.task(),
                end.fire(),
                end.attempt(),
                end.token(),
                end.startedAt(),
                end.outcome(),
                end.verdict(),
                end.plansNext(),
                new Following(false, List.of(followUp)));
    }

    /** The tables of which more than some rows were read without an index. */
    private static List<String> readFromEndToEnd(JdbcClient jdbc) {
        jdbc.sql("select pg_stat_force_next_flush()")
                .query((row, number) -> number)
                .list();
        return jdbc.sql("""
                        select relname || ': ' || seq_tup_read as line from pg_stat_user_tables
                        where seq_tup_read > 1000 and (relname like 'task%' or relname like 'fire%')
                        order by relname
                        """).query((row, number) -> row.getString("line")).list();
    }
}
