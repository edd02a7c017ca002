package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.SqlAction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements against a real PostgreSQL, well-behaved and not. */
class SqlActionHandlerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static EmbeddedPostgres server;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SqlActionHandler handler = new SqlActionHandler(
            Map.of(
                    "main",
                    source(false, 2),
                    "reports",
                    source(true, 2),
                    "away",
                    new SqlDataSource("jdbc:postgresql://127.0.0.1:1/x", "u", "s3cret-word", 1, false),
                    "odd",
                    new SqlDataSource("jdbc:nonesuch://s3cret-word", "u", "s3cret-word", 1, false)),
            meters);

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        execute("create table item (id integer primary key, name text, at timestamptz)");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @AfterEach
    void nothingGoesOn() {
        await().atMost(Duration.ofSeconds(5)).until(() -> count("""
                        select count(*) from pg_stat_activity
                        where application_name = 'punctual' and state = 'active'
                        """) == 0);
        handler.close();
    }

    @Test
    void saysHowManyRowsItChanged() throws SQLException {
        execute("truncate item");
        assertThat(succeeding("insert into item select n, 'x' from generate_series(1, 7) n"))
                .containsEntry("updateCount", 7)
                .containsKey("durationMillis");
        assertThat(succeeding("delete from item where id = ?", 3)).containsEntry("updateCount", 1);
        assertThat(succeeding("create table other ()")).containsEntry("updateCount", 0);
        assertThat(meters.get("punctual.sql.duration")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void bindsParametersAndNeverWritesThemIntoTheStatement() throws SQLException {
        execute("truncate item");
        String injection = "x'); drop table item; --";
        succeeding(
                "insert into item values (?, ?, ?::timestamptz), (?, ?, null)",
                1,
                injection,
                "{{scheduledFor}}",
                2,
                "{{task}} {{attempt}} {{fireId}}");

        assertThat(succeeding("select name, at = ?::timestamptz from item order by id", Contexts.INSTANT.toString()))
                .containsEntry("columns", List.of("name", "?column?"))
                .containsEntry(
                        "rows",
                        List.of(List.of(injection, true), Arrays.asList("nightly-report 2 " + Contexts.FIRE, null)));
    }

    @Test
    void keepsValuesAsJson() {
        assertThat(
                        succeeding(
                                "select 1::int2 a, 2::int8 b, 1.50::numeric c, 0.5::float8 d, 'NaN'::float8 e, true f, null g, 'ü' h, '{\"x\": 1}'::jsonb i, '{1,2}'::int[] j, '\\x0001'::bytea k, 1 a"))
                .containsEntry("columns", List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "a"))
                .containsEntry(
                        "rows",
                        List.of(Arrays.asList(
                                1L,
                                2L,
                                new BigDecimal("1.50"),
                                0.5,
                                "NaN",
                                true,
                                null,
                                "ü",
                                "{\"x\": 1}",
                                "{1,2}",
                                "[2 bytes]",
                                1L)))
                .containsEntry("rowsTruncated", false);
    }

    @Test
    void keepsTheFirstRowsOfManyAndAsksForNoMore() {
        Map<String, Object> result =
                succeeding("select a from generate_series(1, 100000) a, generate_series(1, 100000) b");

        assertThat((List<?>) result.get("rows")).hasSize(20);
        assertThat(result).containsEntry("rowsTruncated", true);
        assertThat(succeeding("select n from generate_series(1, 20) n")).containsEntry("rowsTruncated", false);
    }

    @Test
    void cutsWhatIsTooLong() {
        Map<String, Object> result = succeeding("select repeat('ü', 1000000), 'next' from generate_series(1, 5)");

        assertThat((List<?>) result.get("rows")).hasSize(1);
        assertThat(result).containsEntry("rowsTruncated", true);
        assertThat(String.valueOf(result.get("rows"))).startsWith("[[üüü").hasSizeBetween(8_000, 8_400);
    }

    @Test
    void refusesAResultThatWouldFillTheMemory() {
        Outcome.Failed failed = failing("main", "select repeat('x', 100000000)");

        assertThat(failed.error().type()).isEqualTo("SQL_ERROR");
        assertThat(failed.error().message()).contains("maxResultBuffer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selekt 1                                  | SQL_42601 | false",
                "select * from nowhere                     | SQL_42P01 | false",
                "select 1/0                                | SQL_22012 | false",
                "insert into item values (1), (1)          | SQL_23505 | false",
                "select ?                                  | SQL_22023 | false",
                "do 'begin raise exception $$no$$; end'    | SQL_P0001 | false",
                "do 'begin raise sqlstate $$40001$$; end'  | SQL_40001 | true",
            })
    void saysWhatIsWrongWithAStatement(String statement, String code, boolean retryable) {
        Outcome.Failed failed = failing("main", statement);

        assertThat(failed.error().type()).isEqualTo("SQL_ERROR");
        assertThat(failed.error().names()).contains(code);
        assertThat(failed.error().message()).contains("'main'", code.substring(4));
        assertThat(failed.retryable()).isEqualTo(retryable);
    }

    @Test
    void changesNothingThroughAReadOnlySource() {
        assertThat(failing("reports", "delete from item").error().names()).contains("SQL_25006");
        assertThat(failing("reports", "delete from item").retryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select pg_sleep(1000)", "select count(*) from generate_series(1, 100000000000) n"})
    void cancelsASlowStatementAtTheTimeout(String statement) {
        long begun = System.nanoTime();

        assertThat(perform("main", statement, SHORT))
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        late -> assertThat(late.error().message()).contains("PT1S", "'main'"));

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(900L, 6_000L);
        // the connection is whole
        assertThat(succeeding("select 1")).containsEntry("rows", List.of(List.of(1L)));
    }

    @Test
    void cancelsAStatementThatWaitsForALock() throws SQLException {
        try (Connection other = server.getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table item");

            assertThat(perform("main", "update item set name = 'y'", SHORT)).isInstanceOf(Outcome.TimedOut.class);
            other.rollback();
        }
        assertThat(succeeding("select count(*) from item where name = 'y'"))
                .containsEntry("rows", List.of(List.of(0L)));
    }

    @Test
    void cancelsTheStatementOfACancelledAttempt() {
        FutureTask<Outcome> attempt = new FutureTask<>(() ->
                handler.perform(new SqlAction("main", "select pg_sleep(1000)", List.of()), Contexts.within(LONG)));
        Thread thread = Thread.ofVirtual().start(attempt);
        await().until(() -> count("select count(*) from pg_stat_activity where query = 'select pg_sleep(1000)'") == 1);

        thread.interrupt();

        await().atMost(Duration.ofSeconds(2)).until(attempt::isDone);
        assertThat(attempt.exceptionNow()).isInstanceOf(InterruptedException.class);
        assertThat(
                        count(
                                "select count(*) from pg_stat_activity where query = 'select pg_sleep(1000)' and state = 'active'"))
                .isZero();
    }

    @Test
    void waitsForAConnectionNoLongerThanItsTimeout() {
        FutureTask<Outcome> first = new FutureTask<>(() -> perform("main", "select pg_sleep(3)", LONG));
        FutureTask<Outcome> second = new FutureTask<>(() -> perform("main", "select pg_sleep(3)", LONG));
        Thread.ofVirtual().start(first);
        Thread.ofVirtual().start(second);
        await().until(() -> count("select count(*) from pg_stat_activity where query = 'select pg_sleep(3)'") == 2);

        assertThat(perform("main", "select 1", SHORT)).isInstanceOf(Outcome.TimedOut.class);
        await().until(() -> first.isDone() && second.isDone());
        assertThat(first.resultNow()).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void saysThatADataSourceIsAwayAndNothingOfItsAddress() {
        Outcome.Failed failed = failing("away", "select 1");

        assertThat(failed.error().type()).isEqualTo("SQL_CONNECT");
        assertThat(failed.error().message()).contains("'away'", "5 seconds").doesNotContain("s3cret", "127.0.0.1");
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void doesNotHangOnADatabaseThatDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SqlActionHandler deaf = new SqlActionHandler(
                        Map.of(
                                "main",
                                new SqlDataSource(
                                        "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x",
                                        "u",
                                        null,
                                        1,
                                        false)),
                        meters)) {
            FutureTask<Outcome> attempt = new FutureTask<>(
                    () -> deaf.perform(new SqlAction("main", "select 1", List.of()), Contexts.within(SHORT)));
            Thread.ofVirtual().start(attempt);

            await().atMost(Duration.ofSeconds(5)).until(attempt::isDone);
            assertThat(attempt.resultNow()).isInstanceOf(Outcome.TimedOut.class);
        }
    }

    @Test
    void refusesWhatItDoesNotHave() {
        assertThat(failing("none", "select 1").error().type()).isEqualTo("SQL_DATA_SOURCE");
        Outcome.Failed failed = failing("odd", "select 1");
        assertThat(failed.error().type()).isEqualTo("SQL_DRIVER");
        assertThat(failed.error().message()).contains("'odd'").doesNotContain("s3cret", "nonesuch");
    }

    private static SqlDataSource source(boolean readOnly, int size) {
        return new SqlDataSource(server.getJdbcUrl("postgres", "postgres"), "postgres", "", size, readOnly);
    }

    private Map<String, Object> succeeding(String statement, @Nullable Object... parameters) {
        Outcome outcome = perform(new SqlAction("main", statement, Arrays.asList(parameters)), LONG);
        if (outcome instanceof Outcome.Succeeded succeeded && succeeded.result() != null) {
            return succeeded.result();
        }
        throw new AssertionError("expected success, got " + outcome);
    }

    private Outcome.Failed failing(String source, String statement) {
        Outcome outcome = perform(source, statement, LONG);
        if (outcome instanceof Outcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("expected a failure, got " + outcome);
    }

    private Outcome perform(String source, String statement, Duration timeout) {
        return perform(new SqlAction(source, statement, List.of()), timeout);
    }

    private Outcome perform(SqlAction action, Duration timeout) {
        FutureTask<Outcome> performed = new FutureTask<>(() -> handler.perform(action, Contexts.within(timeout)));
        Thread.ofVirtual().start(performed);
        try {
            return performed.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
