package dev.punctual.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.Properties;

/**
 * Fills the book of an embedded Punctual with tasks and a month of fires, past the API: so many could not be waited for. The
 * tasks are copies of models that were registered before; the engine is taken to know of them.
 */
final class Seeding implements AutoCloseable {
    private static final int DAYS = 30;
    private static final int AT_ONCE = 200_000;

    /** Half of the fires are of few tasks, which fire often. */
    private static final int FREQUENT = 100;

    private final Connection connection;
    private final Progress progress;

    /** @param home of the Punctual, which runs */
    Seeding(Path home, Progress progress) {
        this.progress = progress;
        Properties ports = new Properties();
        try (var in = Files.newInputStream(home.resolve("ports.properties"))) {
            ports.load(in);
            String password =
                    Files.readString(home.resolve("postgres.password")).strip();
            this.connection = DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/punctual".formatted(ports.getProperty("postgres")),
                    "punctual",
                    password);
        } catch (IOException e) {
            throw new UncheckedIOException("There is no embedded Punctual in " + home, e);
        } catch (SQLException e) {
            throw new BenchException("The database of the Punctual in %s cannot be reached: %s".formatted(home, e), e);
        }
    }

    /**
     * Copies the models.
     *
     * @param prefix of the models' ids, which go on with their numbers, from 0 on
     * @param models how many there are
     */
    void tasks(String prefix, int models, int tasks) throws SQLException {
        progress.say("seeding %d tasks".formatted(tasks));
        String model = "'%s' || n %% %d".formatted(prefix, models);
        run("""
                insert into task (namespace, id, state, version, next_fire_at, next_nominal_at, engine_version, created_at,
                    updated_at)
                select namespace, 'seed-' || lpad(n::text, 7, '0'), case when n %% 50 = 7 then 'PAUSED' else 'ACTIVE' end,
                    version, at, at, version, created_at, updated_at
                from generate_series(1, %d) as n
                join task m on m.namespace = 'default' and m.id = %s
                cross join lateral (select date_trunc('minute', clock_timestamp()) + interval '1 hour'
                    + make_interval(mins => n %% 8640) as at) as later
                """.formatted(tasks, model));
        run("""
                insert into task_version (namespace, id, version, spec, display_name, labels, action_type, created_at)
                select v.namespace, 'seed-' || lpad(n::text, 7, '0'), v.version, v.spec, 'Seeded task ' || n,
                    jsonb_build_object('team', 'team-' || n %% 40), v.action_type, v.created_at
                from generate_series(1, %d) as n
                join task_version v on v.namespace = 'default' and v.id = %s
                """.formatted(tasks, model));
        run("""
                insert into audit_event (at, namespace, task, version, actor, verb)
                select clock_timestamp(), 'default', 'seed-' || lpad(n::text, 7, '0'), 1, 'seed', 'create'
                from generate_series(1, %d) as n
                """.formatted(tasks));
    }

    /** Enters ended fires of the last month, most of them successful and on time. */
    void fires(int tasks, int fires) throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (LocalDate week = today.minusDays(DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                week.isBefore(today);
                week = week.plusWeeks(1)) {
            for (String table : new String[] {"fire", "attempt"}) {
                run(
                        "create table if not exists %s_%s partition of %s for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')"
                                .formatted(
                                        table,
                                        week.format(DateTimeFormatter.BASIC_ISO_DATE),
                                        table,
                                        week,
                                        week.plusWeeks(1)));
            }
        }
        int often = Math.min(FREQUENT, tasks);
        String insert = """
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, worker, claim,
                    claimed_at, started_at, finished_at, outcome, error_type, error_message)
                select (lpad(to_hex((ms << 16) | (7 << 12) | (n %% 1000)), 16, '0')
                        || to_hex((hashint8extended(n, 1) & 4611686018427387903) | (-9223372036854775807 - 1)))::uuid,
                    'default', task, at, 'SCHEDULE', state, 1, 1, 'seed', gen_random_uuid(), at, at + late,
                    at + late + make_interval(secs => 0.02 + n %% 13 * 0.01),
                    case when state = 'SUCCEEDED' then '{"output": "seeded"}'::jsonb end,
                    case when state <> 'SUCCEEDED' then 'SIMULATED' end,
                    case when state <> 'SUCCEEDED' then 'seeded failure' end
                from (select n, ms, to_timestamp(0) + make_interval(secs => ms / 1000.0) + n %% 1000 * interval '1 microsecond' as at,
                        'seed-' || lpad((1 + case when n %% 2 = 0 then n / 2 %% %d else n / 2 %% %d end)::text, 7, '0') as task,
                        case when n %% 97 = 0 then 'FAILED' when n %% 991 = 0 then 'TIMED_OUT' else 'SUCCEEDED' end as state,
                        make_interval(secs => case when n %% 501 = 0 then 3.5 else 0.002 + n %% 7 * 0.001 end) as late
                    from (select n, (extract(epoch from clock_timestamp() - interval '1 hour') * 1000)::bigint
                            - (n * %d.0 / %d)::bigint as ms
                        from generate_series(?::bigint, ?::bigint) as n) as instants) as fires
                on conflict do nothing
                """.formatted(often, tasks, DAYS * 86_400_000L, fires);
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int from = 0; from < fires; from += AT_ONCE) {
                progress.say("seeding fires, %d of %d".formatted(from, fires));
                statement.setLong(1, from);
                statement.setLong(2, Math.min(fires, from + AT_ONCE) - 1L);
                statement.executeUpdate();
            }
        }
    }

    /** Brings up to date what the book keeps about them. */
    void figures() throws SQLException {
        progress.say("counting what was seeded");
        run("""
                insert into fire_minute (namespace, minute, state, bucket, fires)
                select namespace, date_trunc('minute', scheduled_for, 'UTC'), state,
                    floor(10 * ln(greatest(extract(epoch from (started_at - scheduled_for)) * 1e6, 1)))::integer, count(*)
                from fire where scheduled_for > clock_timestamp() - interval '8 days'
                    and scheduled_for < clock_timestamp() - interval '10 minutes' and finished_at is not null
                group by 1, 2, 3, 4
                on conflict do nothing
                """);
        run("""
                update task t set last_fire_at = f.scheduled_for, last_fire_id = f.id
                from (select k.namespace, k.id as task, f.scheduled_for, f.id from task k cross join lateral (
                    select scheduled_for, id from fire f where f.namespace = k.namespace and f.task = k.id
                    order by scheduled_for desc, id desc limit 1) f) f
                where t.namespace = f.namespace and t.id = f.task
                """);
        run("vacuum analyze");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
