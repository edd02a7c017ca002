package dev.punctual.book;

import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Figures from PostgreSQL. Those of the last minute come from the fires themselves, those of an hour and a day from counts by
 * the minute, which {@link #rollUp} keeps. Lateness is counted in buckets of a tenth: percentiles are upper bounds of these.
 */
public final class JdbcFireStats implements FireStats {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Fires that end later than this after their instant are not counted any more. */
    private static final Duration COUNTED_AGAIN = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(8);
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    /** As in the description of the table; backfills and follow-ups are no matter of lateness. */
    private static final String BUCKET =
            "case when trigger not in ('BACKFILL', 'ON_FAILURE', 'ON_SUCCESS', 'ON_LATE') then"
                    + " floor(10 * ln(greatest(extract(epoch from (started_at - scheduled_for)) * 1e6, 1)))::integer end";

    private final JdbcClient jdbc;
    private final EngineBook engine;

    /**
     * @param jdbc of the book's database
     * @param engine what the engine owes
     */
    public JdbcFireStats(JdbcClient jdbc, EngineBook engine) {
        this.jdbc = jdbc;
        this.engine = engine;
    }

    @Override
    public Stats of(String namespace) {
        Map<TaskState, Long> tasks = new EnumMap<>(TaskState.class);
        jdbc.sql("""
                select state, sum(tasks) as tasks from task_count where namespace = :namespace
                group by state having sum(tasks) > 0
                """).param("namespace", namespace).query(row -> {
            tasks.put(TaskState.valueOf(row.getString("state")), row.getLong("tasks"));
        });
        return new Stats(
                tasks,
                engine(),
                window(MINUTE, lastMinute(namespace)),
                window(HOUR, counted(namespace, HOUR)),
                window(DAY, counted(namespace, DAY)));
    }

    @Override
    public Engine engine() {
        return new Engine(engine.countBehind(), engine.countOverdue(OVERDUE));
    }

    private List<Count> lastMinute(String namespace) {
        return jdbc.sql("select state, " + BUCKET + """
                 as bucket, count(*) as fires from fire
                where namespace = :namespace and scheduled_for > statement_timestamp() - interval '1 minute'
                    and scheduled_for <= statement_timestamp()
                group by 1, 2
                """)
                .param("namespace", namespace)
                .query((row, number) -> count(row.getString("state"), row.getObject("bucket"), row.getLong("fires")))
                .list();
    }

    private List<Count> counted(String namespace, Duration length) {
        return jdbc.sql("""
                select state, bucket, sum(fires) as fires from fire_minute
                where namespace = :namespace and minute > statement_timestamp() - :length::interval
                group by state, bucket
                """)
                .param("namespace", namespace)
                .param("length", length.toString())
                .query((row, number) -> count(row.getString("state"), row.getObject("bucket"), row.getLong("fires")))
                .list();
    }

    private static Count count(String state, @Nullable Object bucket, long fires) {
        return new Count(FireState.valueOf(state), bucket == null ? null : (Integer) bucket, fires);
    }

    private static Window window(Duration length, List<Count> counts) {
        Map<FireState, Long> fires = new EnumMap<>(FireState.class);
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        long started = 0;
        for (Count count : counts) {
            fires.merge(count.state(), count.fires(), Long::sum);
            if (count.bucket() != null) {
                buckets.merge(count.bucket(), count.fires(), Long::sum);
                started += count.fires();
            }
        }
        double perSecond = started / (double) length.toSeconds();
        return new Window(
                length,
                fires,
                perSecond,
                LatenessBuckets.percentile(buckets, 0.5),
                LatenessBuckets.percentile(buckets, 0.99));
    }

    /** Adds up the counts of tasks, so that few rows are read; those that others add up meanwhile are left to them. */
    private int addUpTasks() {
        return jdbc.sql("""
                with taken as (
                    delete from task_count where ctid = any(array(
                        select ctid from task_count where (select count(*) from task_count) > 200
                        limit 100000 for update skip locked))
                    returning namespace, state, tasks
                )
                insert into task_count
                select namespace, state, sum(tasks) from taken group by namespace, state having sum(tasks) <> 0
                """).update();
    }

    /**
     * Counts the ended fires of the last minutes anew, and forgets counts that are old. Any number of processes may do so.
     *
     * @return how many counts were written
     */
    public int rollUp() {
        String count = "insert into fire_minute (namespace, minute, state, bucket, fires) select namespace,"
                + " date_trunc('minute', scheduled_for, 'UTC'), state, " + BUCKET + """
                , sum(coalesce(covers, 1)) from fire
                where scheduled_for >= date_trunc('minute', statement_timestamp() - :again::interval, 'UTC')
                    and scheduled_for <= statement_timestamp() and finished_at is not null
                group by 1, 2, 3, 4
                order by 1, 2, 3, 4
                on conflict (namespace, minute, state, bucket) do update set fires = excluded.fires
                    where fire_minute.fires <> excluded.fires
                """;
        int written = jdbc.sql(count).param("again", COUNTED_AGAIN.toString()).update();
        jdbc.sql("delete from fire_minute where minute < statement_timestamp() - :kept::interval")
                .param("kept", KEPT.toString())
                .update();
        return written + addUpTasks();
    }

    private record Count(FireState state, @Nullable Integer bucket, long fires) {}
}
