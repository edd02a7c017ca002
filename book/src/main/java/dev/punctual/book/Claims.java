package dev.punctual.book;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.Claim.Refusal;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.TaskSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Decides for many fires in one statement whether their attempts start now.
 *
 * <p>The tasks' rows are locked first, in the order of their names, so that claims never deadlock and no user's change can
 * slip in; only then is the database's clock read, so the answer holds at the moment it is given.
 */
final class Claims {
    private static final String CLAIM = """
            with asked as materialized (
                select * from jsonb_to_recordset(:rows::jsonb) as a(
                    ord integer, namespace text, task text, version integer, position bigint, fire uuid,
                    scheduled_for timestamptz, trigger text, attempt integer, start_at timestamptz, worker text,
                    claim uuid, next_fire_at timestamptz, next_nominal_at timestamptz, kind text,
                    slot_key text, slot_limit integer, slot_priority smallint, woken_at timestamptz)
            ), locked as materialized (
                -- lateral: one look by key for each, never a reading of all tasks there are
                select t.* from (select namespace, task from asked order by namespace, task) a
                cross join lateral (
                    select k.namespace, k.id, k.state, k.version, k.position from task k
                    where k.namespace = a.namespace and k.id = a.task
                    for no key update) t
            ), clock as materialized (
                select clock_timestamp() as now from (select count(*) from locked) as after_locking
            ), judged as materialized (
                select a.*, c.now, coalesce(f.attempt_claimed_at, f.claimed_at) as earlier,
                    case
                        when f.claim = a.claim then 'AGAIN'
                        when l.id is null or l.state = 'CANCELLED' then 'NOT_ACTIVE'
                        when l.state = 'PAUSED' and f.state is distinct from 'PENDING' then 'NOT_ACTIVE'
                        -- what was asked for outside the schedule outlives it, with its retries
                        when l.state = 'COMPLETED' and f.state is null then 'NOT_ACTIVE'
                        -- what was dispatched is decided; only its own attempts compete for it
                        when a.kind = 'DISPATCHED' and f.state is null then 'NOT_ACTIVE'
                        when a.kind = 'DISPATCHED' and f.in_line then 'NOT_ACTIVE'
                        when a.kind <> 'DISPATCHED' and (l.version <> a.version or l.position <> a.position)
                            then 'SUPERSEDED'
                        when a.start_at > c.now then 'TOO_EARLY'
                        else 'CLAIMED'
                    end as verdict
                from asked a
                cross join clock c
                left join locked l on l.namespace = a.namespace and l.id = a.task
                -- lateral, with a limit: one look into one partition for each, never a join with all fires there are
                left join lateral (
                    select f.claim, f.state, f.claimed_at, f.attempt_claimed_at,
                        f.slot_key is not null and f.admitted_at is null as in_line
                    from fire f
                    where f.scheduled_for = a.scheduled_for and f.id = a.fire limit 1) f on true
            ), claimed as (
                insert into fire as f (id, namespace, task, scheduled_for, trigger, version,
                    state, attempt, worker, claim, claimed_at, due_at, dispatched_at, slot_key, slot_limit, slot_priority,
                    woken_at)
                select fire, namespace, task, scheduled_for, trigger, version,
                    case when dispatch then 'PENDING' else 'RUNNING' end,
                    case when dispatch then attempt - 1 else attempt end,
                    case when not dispatch then worker end, case when not dispatch then claim end,
                    case when not dispatch then now end, case when dispatch then start_at end,
                    case when dispatch then now end, slot_key, slot_limit, slot_priority, woken_at
                from (select *, kind = 'DISPATCH' as dispatch from judged where verdict = 'CLAIMED') as j
                on conflict (scheduled_for, id) do update
                    set state = case when excluded.dispatched_at is null then 'RUNNING' else f.state end,
                        version = excluded.version, attempt = excluded.attempt,
                        worker = excluded.worker, claim = excluded.claim,
                        attempt_claimed_at = excluded.claimed_at,
                        claimed_at = coalesce(f.claimed_at, excluded.claimed_at),
                        due_at = excluded.due_at, dispatched_at = coalesce(f.dispatched_at, excluded.dispatched_at),
                        slot_key = coalesce(f.slot_key, excluded.slot_key),
                        slot_limit = coalesce(f.slot_limit, excluded.slot_limit),
                        slot_priority = coalesce(f.slot_priority, excluded.slot_priority),
                        woken_at = coalesce(f.woken_at, excluded.woken_at),
                        error_type = null, error_message = null, outcome = null
                    where f.state in ('PENDING', 'RETRYING')
                        and case when excluded.dispatched_at is null then f.attempt = excluded.attempt - 1
                            else f.attempt = excluded.attempt and f.dispatched_at is null end
                returning id
            ), moved as (
                -- also past an instant that has its fire already: the schedule goes on
                update task t
                set position = t.position + 1, next_fire_at = j.next_fire_at, next_nominal_at = j.next_nominal_at,
                    tzdata_version = case when j.trigger = 'SCHEDULE' and j.attempt = 1 then :tzdata else t.tzdata_version end,
                    last_fire_at = j.scheduled_for, last_fire_id = j.fire
                -- the range is always met; the planner expects few rows of it, and so goes by the tasks' keys
                from (select * from judged where ord between 0 and 1000000) j
                where j.verdict = 'CLAIMED' and j.kind <> 'DISPATCHED' and t.namespace = j.namespace and t.id = j.task
            )
            select j.ord, j.now, j.earlier,
                case when j.verdict = 'CLAIMED' and c.id is null then 'ALREADY_CLAIMED' else j.verdict end as verdict
            from judged j left join claimed c on c.id = j.fire
            """;

    private final JdbcClient jdbc;
    private final BookClock clock;

    Claims(JdbcClient jdbc, BookClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The answers in the order of the requests, of which no two may be for one task. */
    List<Claim> decide(List<ClaimRequest> requests) {
        Claim[] answers = new Claim[requests.size()];
        List<Row> rows = new ArrayList<>(requests.size());
        for (ClaimRequest request : requests) {
            rows.add(Row.of(rows.size(), request));
        }
        ask(rows, answers);
        // a claim of the same token that this one had to wait for is not in its snapshot, but in the next one's
        List<Row> doubtful =
                rows.stream().filter(row -> mayBeAgain(answers[row.ord()])).toList();
        if (!doubtful.isEmpty()) {
            ask(doubtful, answers);
        }
        return Arrays.asList(answers);
    }

    private void ask(List<Row> rows, Claim[] answers) {
        jdbc.sql(CLAIM)
                .param("rows", BookJson.rows(rows))
                .param("tzdata", TimeZoneData.version())
                .query(row -> {
                    answers[row.getInt("ord")] = answer(row);
                });
    }

    private static boolean mayBeAgain(Claim answer) {
        return answer instanceof Claim.Refused refused && refused.refusal() == Refusal.SUPERSEDED;
    }

    private Claim answer(ResultSet row) throws SQLException {
        Instant now = Columns.requiredInstant(row, "now");
        String verdict = row.getString("verdict");
        if (verdict.equals(Refusal.TOO_EARLY.name())) {
            clock.reset(now);
        } else {
            clock.read(now);
        }
        return switch (verdict) {
            case "CLAIMED" -> new Claim.Claimed(now);
            case "AGAIN" -> new Claim.Claimed(Columns.requiredInstant(row, "earlier"));
            default -> new Claim.Refused(Refusal.valueOf(verdict), now);
        };
    }

    private record Row(
            int ord,
            String namespace,
            String task,
            int version,
            long position,
            UUID fire,
            Instant scheduledFor,
            String trigger,
            int attempt,
            Instant startAt,
            String worker,
            UUID claim,
            @Nullable Instant nextFireAt,
            @Nullable Instant nextNominalAt,
            ClaimRequest.Kind kind,
            @Nullable String slotKey,
            @Nullable Integer slotLimit,
            @Nullable Integer slotPriority,
            @Nullable Instant wokenAt) {
        static Row of(int ord, ClaimRequest request) {
            NextFire next = request.start().next();
            TaskSpec spec = request.task().spec();
            // only what is dispatched waits in line; an attempt has its slot
            Concurrency slots = request.kind() == ClaimRequest.Kind.DISPATCH ? spec.concurrency() : null;
            return new Row(
                    ord,
                    request.task().id().namespace(),
                    request.task().id().id(),
                    request.task().version(),
                    request.task().position(),
                    request.start().fire().value(),
                    request.start().scheduledFor(),
                    request.start().trigger().name(),
                    request.start().attempt(),
                    request.start().at(),
                    request.worker(),
                    request.token(),
                    next == null ? null : next.at(),
                    next == null ? null : next.nominal(),
                    request.kind(),
                    slots == null ? null : slots.key(),
                    slots == null ? null : (Integer) slots.limit(),
                    slots == null ? null : (Integer) spec.priority(),
                    request.wokenAt());
        }
    }
}
