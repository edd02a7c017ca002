package dev.punctual.book;

import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.TaskId;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The path of a fire in PostgreSQL. */
public final class JdbcFireBook implements FireBook, AutoCloseable {
    /** Questions in one statement, at most: beyond this the statement's own time is felt by those in it. */
    private static final int MAX_BATCH = 500;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Skips skips;
    private final JdbcFireOutput outputs;
    private final Batcher<TaskId, Optional<DueTask>> dues;
    private final Batcher<ClaimRequest, Claim> claims;
    private final Batcher<Finish, Boolean> finishes;

    /**
     * Starts the threads that ask.
     *
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param clock is fed by every answer
     * @param claimSizes hears how many claims each statement decided
     */
    public JdbcFireBook(
            JdbcClient jdbc, TransactionOperations transactions, BookClock clock, Consumer<Integer> claimSizes) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.skips = new Skips(jdbc);
        this.outputs = new JdbcFireOutput(jdbc);
        DueTasks dueTasks = new DueTasks(jdbc, new SpecCache(jdbc), clock);
        this.dues = new Batcher<>("due", MAX_BATCH, task -> task, dueTasks::read, size -> {});
        this.claims = new Batcher<>(
                "claim", MAX_BATCH, request -> request.task().id(), new Claims(jdbc, clock)::decide, claimSizes);
        this.finishes = new Batcher<>("finish", MAX_BATCH, Finish::fire, new Finishes(jdbc)::record, size -> {});
    }

    @Override
    public Optional<DueTask> due(TaskId task) {
        return dues.ask(task);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return claims.ask(request);
    }

    @Override
    public boolean finish(Finish finish) {
        return finishes.ask(finish);
    }

    @Override
    public boolean passOver(DueTask task, Plan.PassOver passOver) {
        NextFire next = passOver.next();
        Boolean done = transactions.execute(status -> {
            int moved = jdbc.sql("""
                    update task set position = position + 1, next_fire_at = :at, next_nominal_at = :nominal,
                        tzdata_version = :tzdata
                    where namespace = :namespace and id = :id and state = 'ACTIVE'
                        and version = :version and position = :position
                    """)
                    .param("at", next == null ? null : Columns.parameter(next.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                    .param(
                            "nominal",
                            next == null ? null : Columns.parameter(next.nominal()),
                            Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("tzdata", TimeZoneData.version())
                    .param("namespace", task.id().namespace())
                    .param("id", task.id().id())
                    .param("version", task.version())
                    .param("position", task.position())
                    .update();
            if (moved == 1) {
                skips.record(task.id(), task.version(), passOver.skips());
                skips.buffer(task.id(), task.version(), passOver.buffered());
            }
            return moved == 1;
        });
        return Boolean.TRUE.equals(done);
    }

    @Override
    public void recordExcluded(DueTask task, List<Skip> excluded) {
        transactions.executeWithoutResult(status -> {
            boolean unchanged = jdbc.sql("""
                    select id from task
                    where namespace = :namespace and id = :id and state = 'ACTIVE'
                        and version = :version and position = :position
                    for no key update
                    """)
                    .param("namespace", task.id().namespace())
                    .param("id", task.id().id())
                    .param("version", task.version())
                    .param("position", task.position())
                    .query(String.class)
                    .optional()
                    .isPresent();
            if (unchanged) {
                skips.record(task.id(), task.version(), excluded);
            }
        });
    }

    @Override
    public void report(FireId fire, UUID token, Progress progress) {
        jdbc.sql("""
                update fire set progress = coalesce(progress, '{}') || :progress::jsonb
                where scheduled_for = :scheduledFor and id = :id and claim = :token and finished_at is null
                """)
                .param("progress", BookJson.rows(progress))
                .param("scheduledFor", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.value())
                .param("token", token)
                .update();
    }

    @Override
    public void output(FireId fire, UUID token, List<OutputLine> lines) {
        outputs.keep(fire, token, lines);
    }

    @Override
    public Optional<Earlier> earlier(FireId fire) {
        return jdbc.sql("""
                select claimed_at, progress, input, retry_of, acts_for from fire
                where scheduled_for = :scheduledFor and id = :id
                """)
                .param("scheduledFor", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.value())
                .query((row, number) -> {
                    Progress progress = BookJson.progress(row.getString("progress"));
                    return new Earlier(
                            Columns.instant(row, "claimed_at"),
                            progress == null ? Progress.NONE : progress,
                            FireRows.asked(row));
                })
                .optional();
    }

    @Override
    public void follow(TaskId task, List<FollowUp> followUps) {
        for (FollowUp followUp : followUps) {
            jdbc.sql("""
                    with present as materialized (
                        -- a cancel must not slip in between
                        select version from task
                        where namespace = :namespace and id = :task and state <> 'CANCELLED'
                        for no key update
                    )
                    insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at,
                        dispatched_at, source, depth)
                    select :id, :namespace, :task, :at, :trigger, 'PENDING', p.version, 0, :at, clock_timestamp(), s.id, s.depth
                    from present p
                    cross join (select id, depth from fire where scheduled_for = :sourceAt and id = :source) s
                    on conflict do nothing
                    """)
                    .param("namespace", task.namespace())
                    .param("task", task.id())
                    .param("id", followUp.fire().value())
                    .param("at", Columns.parameter(followUp.fire().scheduledFor()))
                    .param("trigger", followUp.trigger().name())
                    .param("sourceAt", Columns.parameter(followUp.source().scheduledFor()))
                    .param("source", followUp.source().value())
                    .update();
        }
    }

    @Override
    public Optional<SourceFire> source(FireId fire) {
        return jdbc.sql("select source from fire where scheduled_for = :at and id = :id and source is not null")
                .param("at", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.value())
                .query((row, number) -> new FireId(row.getObject("source", UUID.class)))
                .optional()
                .flatMap(source -> jdbc.sql(
                                "select state, attempt, error_type, error_message from fire where scheduled_for = :at and id = :id")
                        .param("at", Columns.parameter(source.scheduledFor()))
                        .param("id", source.value())
                        .query((row, number) -> {
                            String type = row.getString("error_type");
                            return new SourceFire(
                                    source,
                                    FireState.valueOf(row.getString("state")),
                                    row.getInt("attempt"),
                                    type == null ? null : new FireError(type, row.getString("error_message")));
                        })
                        .optional());
    }

    @Override
    public void handedOver(List<FireId> given) {
        jdbc.sql("update fire f set handed_over_at = clock_timestamp()" + FireRows.OF_IDS
                        + " and f.finished_at is null")
                .param("rows", FireRows.of(given))
                .update();
    }

    @Override
    public void stop(DueTask task, Plan.Stop stop) {
        String rows = FireRows.of(stop.fires());
        transactions.executeWithoutResult(status -> {
            // before the fires, as claims do
            jdbc.sql("select id from task where namespace = :namespace and id = :id for no key update")
                    .param("namespace", task.id().namespace())
                    .param("id", task.id().id())
                    .query(String.class)
                    .list();
            jdbc.sql("""
                    update fire f set state = 'CANCELLED', finished_at = clock_timestamp(), due_at = null, claim = null,
                        error_type = 'OVERLAP', error_message = :message
                    """ + FireRows.OF_IDS + " and f.finished_at is null and (f.state <> 'RUNNING' or :terminate)")
                    .param(
                            "message",
                            "the next fire was due, and the overlap policy is "
                                    + task.spec().overlapPolicy())
                    .param("terminate", stop.terminate())
                    .param("rows", rows)
                    .update();
            jdbc.sql("update fire f set stop = 'OVERLAP' " + FireRows.OF_IDS + " and f.finished_at is null")
                    .param("rows", rows)
                    .update();
            TaskNotices.announce(jdbc, task.id());
        });
    }

    @Override
    public Map<UUID, Optional<StopOrder>> claims(TaskId task) {
        Map<UUID, Optional<StopOrder>> claims = new HashMap<>();
        jdbc.sql("""
                select f.claim, f.stop, f.stopped_by from fire f
                where f.namespace = :namespace and f.task = :task and f.finished_at is null and f.claim is not null
                """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .query(row -> {
                    claims.put(row.getObject("claim", UUID.class), Optional.ofNullable(FireRows.stop(row)));
                });
        return claims;
    }

    @Override
    public Optional<RemoteClaim> remoteClaim(FireId fire) {
        return jdbc.sql("""
                select f.claim, f.attempt, f.claimed_at, coalesce(f.attempt_claimed_at, f.claimed_at) as attempt_claimed_at,
                    f.stop, f.stopped_by
                from fire f
                where f.scheduled_for = :scheduledFor and f.id = :id and f.state = 'RUNNING' and f.worker = :worker
                    and f.claim is not null
                """)
                .param("scheduledFor", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.value())
                .param("worker", RemoteClaim.WORKER)
                .query((row, number) -> new RemoteClaim(
                        row.getObject("claim", UUID.class),
                        row.getInt("attempt"),
                        Columns.requiredInstant(row, "attempt_claimed_at"),
                        Columns.requiredInstant(row, "claimed_at"),
                        FireRows.stop(row)))
                .optional();
    }

    @Override
    public void complete(DueTask task) {
        jdbc.sql("""
                update task t set state = 'COMPLETED', updated_at = clock_timestamp()
                where namespace = :namespace and id = :id and state = 'ACTIVE' and version = :version
                    and position = :position and next_fire_at is null
                    and not exists (select from fire o where o.namespace = t.namespace and o.task = t.id
                                    and o.finished_at is null and o.trigger not in ('ON_FAILURE', 'ON_SUCCESS', 'ON_LATE'))
                """)
                .param("namespace", task.id().namespace())
                .param("id", task.id().id())
                .param("version", task.version())
                .param("position", task.position())
                .update();
    }

    @Override
    public void close() {
        dues.close();
        claims.close();
        finishes.close();
    }
}
