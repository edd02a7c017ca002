package dev.punctual.book;

import static java.util.stream.Collectors.joining;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The workers and their leases in PostgreSQL. */
public final class JdbcWorkerBook implements WorkerBook {
    /** How long a worker's row is kept after its last sign of life, for those who ask what became of it. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** A claim's answer is on its way for a moment; only an older one can have been missed. */
    private static final Duration ANSWERED_BY = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final BookClock clock;
    private final DueTasks dueTasks;

    /**
     * @param jdbc of the book's database
     * @param clock is fed by every answer
     */
    public JdbcWorkerBook(JdbcClient jdbc, BookClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.dueTasks = new DueTasks(jdbc, new SpecCache(jdbc), clock);
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
        jdbc.sql("""
                insert into worker_instance (worker, host, pid, roles, started_at, heartbeat_at, held, running, cpu_load,
                    memory_bytes)
                values (:worker, :host, :pid, :roles, :startedAt, clock_timestamp(), :held, :running, :cpuLoad, :memoryBytes)
                on conflict (worker) do update
                    set heartbeat_at = excluded.heartbeat_at, held = excluded.held, running = excluded.running,
                        cpu_load = excluded.cpu_load, memory_bytes = excluded.memory_bytes
                """)
                .param("worker", heartbeat.worker())
                .param("host", heartbeat.host())
                .param("pid", heartbeat.pid())
                .param("roles", heartbeat.roles())
                .param("startedAt", Columns.parameter(heartbeat.startedAt()))
                .param("held", heartbeat.held())
                .param("running", heartbeat.running())
                .param("cpuLoad", heartbeat.cpuLoad(), Types.DOUBLE)
                .param("memoryBytes", heartbeat.memoryBytes())
                .update();
        // a question by itself: its answer comes sooner after the reading than one that waits for a commit
        clock.read(jdbc.sql("select clock_timestamp() as now")
                .query((row, number) -> Columns.requiredInstant(row, "now"))
                .single());
    }

    @Override
    public void leave(String worker) {
        jdbc.sql(
                        "delete from worker_instance where worker = :worker or heartbeat_at < clock_timestamp() - :kept::interval")
                .param("worker", worker)
                .param("kept", KEPT.toString())
                .update();
    }

    @Override
    public boolean hasVanished(Duration lease, Duration span) {
        return jdbc.sql("""
                select exists (select from worker_instance
                    where heartbeat_at between clock_timestamp() - :lease::interval - :span::interval
                        and clock_timestamp() - :lease::interval)
                """)
                .param("lease", lease.toString())
                .param("span", span.toString())
                .query(Boolean.class)
                .single();
    }

    @Override
    public List<Worker> live(Duration lease) {
        return jdbc.sql("""
                select * from worker_instance where heartbeat_at > clock_timestamp() - :lease::interval
                order by started_at, worker
                """)
                .param("lease", lease.toString())
                .query(JdbcWorkerBook::worker)
                .list();
    }

    private static Worker worker(ResultSet row, int number) throws SQLException {
        double load = row.getDouble("cpu_load");
        @Nullable Double cpuLoad = row.wasNull() ? null : load;
        Heartbeat latest = new Heartbeat(
                row.getString("worker"),
                row.getString("host"),
                row.getLong("pid"),
                row.getString("roles"),
                Columns.requiredInstant(row, "started_at"),
                row.getInt("held"),
                row.getInt("running"),
                cpuLoad,
                row.getLong("memory_bytes"));
        return new Worker(latest, Columns.requiredInstant(row, "heartbeat_at"));
    }

    @Override
    public List<LostAttempt> lostAttempts(String asking, Set<UUID> known, Duration lease, int limit) {
        record Row(TaskId task, FireId fire, int attempt, UUID token, String worker, Instant firstClaimedAt) {}
        List<Row> rows = jdbc.sql("""
                select f.id, f.namespace, f.task, f.attempt, f.claim, f.worker, f.claimed_at
                from fire f
                left join worker_instance w on w.worker = f.worker
                -- joined, as a search of the list for each of some thousand fires takes seconds
                left join unnest(:known::uuid[]) as k(claim) on k.claim = f.claim
                where f.finished_at is null and f.state = 'RUNNING' and f.claim is not null
                    -- whose workflow sees to them
                    and f.worker <> :remote
                    and case when f.worker = :asking
                        then k.claim is null
                            and coalesce(f.attempt_claimed_at, f.claimed_at) < clock_timestamp() - :answeredBy::interval
                        -- a claim is a sign of life, too: who stood still for long may claim before its next heartbeat
                        else w.worker is null
                            or greatest(w.heartbeat_at, f.attempt_claimed_at, f.claimed_at) < clock_timestamp() - :lease::interval
                        end
                order by f.claimed_at
                limit :limit
                """)
                .param("remote", FireBook.RemoteClaim.WORKER)
                .param("asking", asking)
                .param("known", "{" + known.stream().map(UUID::toString).collect(joining(",")) + "}")
                .param("answeredBy", ANSWERED_BY.toString())
                .param("lease", lease.toString())
                .param("limit", limit)
                .query((row, number) -> new Row(
                        new TaskId(row.getString("namespace"), row.getString("task")),
                        new FireId(row.getObject("id", UUID.class)),
                        row.getInt("attempt"),
                        row.getObject("claim", UUID.class),
                        row.getString("worker"),
                        Columns.requiredInstant(row, "claimed_at")))
                .list();
        List<Optional<DueTask>> tasks =
                dueTasks.read(rows.stream().map(Row::task).distinct().toList());
        List<LostAttempt> lost = new ArrayList<>();
        for (Row row : rows) {
            tasks.stream()
                    .flatMap(Optional::stream)
                    .filter(task -> task.id().equals(row.task()))
                    .findFirst()
                    .ifPresent(task -> lost.add(new LostAttempt(
                            task, row.fire(), row.attempt(), row.token(), row.worker(), row.firstClaimedAt())));
        }
        return lost;
    }
}
