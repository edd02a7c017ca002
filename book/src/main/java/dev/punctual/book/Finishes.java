package dev.punctual.book;

import dev.punctual.book.FireBook.Finish;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records for many attempts in one statement how they ended; a task whose last fire that was is completed,
 * and one whose runs decide when it is due again gets its next instant.
 */
final class Finishes {
    private static final String FINISH = """
            with asked as materialized (
                select * from jsonb_to_recordset(:rows::jsonb) as a(
                    ord integer, namespace text, task text, fire uuid, scheduled_for timestamptz, attempt integer,
                    claim uuid, started_at timestamptz, attempt_state text, state text, retry_at timestamptz,
                    is_lost boolean, plans_next boolean, follows_up boolean, follow_ups jsonb, outcome jsonb,
                    error_type text, error_message text)
            ), locked as materialized (
                -- in the order that claims use, and before the fires, as they do; lateral: one look by key for each
                select t.* from (
                    -- a cancel must not slip in between the end and what follows it
                    select namespace, task, bool_or(retry_at is not null or follow_ups is not null) as locks from asked
                    group by namespace, task order by namespace, task) a
                cross join lateral (
                    select k.namespace, k.id, k.state, k.version, k.next_fire_at from task k
                    where k.namespace = a.namespace and k.id = a.task and (a.locks or k.next_fire_at is null)
                    for no key update) t
            ), judged as materialized (
                -- what a cancel found running is not tried again
                select a.*, a.retry_at is not null and l.state is distinct from 'CANCELLED' as goes_on,
                    a.retry_at is not null and l.state = 'CANCELLED' as revoked,
                    l.state = 'ACTIVE' and l.next_fire_at is null and not a.plans_next and not a.follows_up as is_last,
                    l.state in ('ACTIVE', 'PAUSED') and l.next_fire_at is null and a.plans_next and not a.follows_up
                        as plans,
                    l.version, l.state as task_state
                from asked a left join locked l on l.namespace = a.namespace and l.id = a.task
            ), before as materialized (
                select j.ord, f.state, f.worker, f.depth, coalesce(f.attempt_claimed_at, f.claimed_at) as claimed_at
                from judged j
                -- lateral, with a limit: one look into one partition for each, never a join with all fires there are
                cross join lateral (
                    select f.state, f.worker, f.claim, f.attempt, f.depth, f.claimed_at, f.attempt_claimed_at from fire f
                    where f.scheduled_for = j.scheduled_for and f.id = j.fire limit 1) f
                where f.claim = j.claim and f.attempt = j.attempt
            ), done as (
                update fire f
                -- what a user stopped is not tried again, however it ended
                set state = case when j.revoked or (j.goes_on and f.stop = 'USER') then 'CANCELLED' else j.state end,
                    started_at = coalesce(f.started_at, j.started_at),
                    due_at = case when j.goes_on and f.stop is distinct from 'USER' then j.retry_at end,
                    finished_at = case when not j.goes_on or f.stop = 'USER' then clock_timestamp() end,
                    claim = case when j.is_lost then null else f.claim end,
                    outcome = j.outcome, error_type = j.error_type, error_message = j.error_message
                -- the range is always met; the planner expects few rows of it, and so goes by the fires' keys
                from (select * from judged where ord between 0 and 1000000) j
                where f.scheduled_for = j.scheduled_for and f.id = j.fire
                    and f.state = 'RUNNING' and f.claim = j.claim and f.attempt = j.attempt
                returning f.id, f.namespace, f.task, f.finished_at, j.ord, j.version,
                    f.finished_at is not null and j.is_last as ends, f.finished_at is not null and j.plans as follows
            ), tried as (
                insert into attempt (fire, scheduled_for, number, state, worker, claimed_at, started_at, finished_at,
                    error_type, error_message)
                select j.fire, j.scheduled_for, j.attempt, j.attempt_state, b.worker, b.claimed_at, j.started_at,
                    clock_timestamp(), j.error_type, j.error_message
                from judged j join before b on b.ord = j.ord join done d on d.ord = j.ord
                where j.attempt > 1 or j.retry_at is not null
                on conflict do nothing
            ), followed as (
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at, dispatched_at,
                    source, depth)
                select u.id, j.namespace, j.task, u.at, u.trigger, 'PENDING', j.version, 0, u.at, clock_timestamp(), j.fire,
                    b.depth
                from judged j join before b on b.ord = j.ord join done d on d.ord = j.ord
                cross join lateral jsonb_to_recordset(j.follow_ups) as u(id uuid, trigger text, at timestamptz)
                where j.follow_ups is not null and j.task_state <> 'CANCELLED'
                on conflict do nothing
            ), completed as (
                update task t set state = 'COMPLETED', updated_at = clock_timestamp()
                from done d
                where d.ends and t.namespace = d.namespace and t.id = d.task
                    -- with a limit, so that it is asked for each task and not joined with all open fires there are
                    and (select o.id from fire o where o.namespace = d.namespace and o.task = d.task
                            and o.finished_at is null and o.id <> d.id
                            and o.trigger not in ('ON_FAILURE', 'ON_SUCCESS', 'ON_LATE') limit 1) is null
            ), planned as (
                -- by the task's definition of now; when it is another kind of schedule, or the version is too new for this
                -- statement to see, the planner does it
                update task t
                set position = t.position + 1, next_fire_at = n.at, next_nominal_at = n.at
                from (select d.namespace, d.task, d.finished_at + (v.spec #>> '{schedule,every}')::interval as at, d.id
                    from done d
                    join task_version v on v.namespace = d.namespace and v.id = d.task and v.version = d.version
                    where d.follows and v.spec #>> '{schedule,mode}' = 'FIXED_DELAY') n
                where t.namespace = n.namespace and t.id = n.task
                    and (select o.id from fire o where o.namespace = n.namespace and o.task = n.task
                            and o.finished_at is null and o.id <> n.id and o.trigger = 'SCHEDULE' limit 1) is null
            )
            select j.ord, d.id is not null or coalesce(b.state <> 'RUNNING', false) as accepted,
                d.id is null and b.state = 'RUNNING' as raced
            from judged j left join before b on b.ord = j.ord left join done d on d.ord = j.ord
            """;

    private final JdbcClient jdbc;

    Finishes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether each attempt was still the caller's, in the order given; no two may be of one fire. */
    List<Boolean> record(List<Finish> finishes) {
        List<Row> rows = new ArrayList<>(finishes.size());
        for (Finish finish : finishes) {
            rows.add(Row.of(rows.size(), finish));
        }
        Boolean[] accepted = new Boolean[finishes.size()];
        // whoever ended an attempt at the same time is not in this statement's snapshot, but in the next one's
        List<Integer> raced = ask(rows, accepted);
        if (!raced.isEmpty()) {
            ask(raced.stream().map(rows::get).toList(), accepted);
        }
        return Arrays.asList(accepted);
    }

    /** Fills in the answers; names those that need a second look. */
    private List<Integer> ask(List<Row> rows, Boolean[] accepted) {
        List<Integer> raced = new ArrayList<>();
        jdbc.sql(FINISH).param("rows", BookJson.rows(rows)).query(row -> {
            accepted[row.getInt("ord")] = row.getBoolean("accepted");
            if (row.getBoolean("raced")) {
                raced.add(row.getInt("ord"));
            }
        });
        return raced;
    }

    private record Row(
            int ord,
            String namespace,
            String task,
            UUID fire,
            Instant scheduledFor,
            int attempt,
            UUID claim,
            @Nullable Instant startedAt,
            String attemptState,
            String state,
            @Nullable Instant retryAt,
            boolean isLost,
            boolean plansNext,
            boolean followsUp,
            @Nullable List<FireRows.Follow> followUps,
            @Nullable Map<String, Object> outcome,
            @Nullable String errorType,
            @Nullable String errorMessage) {
        static Row of(int ord, Finish finish) {
            FireError error = error(finish.outcome());
            Instant retryAt = finish.verdict() instanceof Verdict.Retry retry ? retry.at() : null;
            FireState state = switch (finish.verdict()) {
                case Verdict.Final end -> end.state();
                case Verdict.Retry ignored -> FireState.RETRYING;
            };
            return new Row(
                    ord,
                    finish.task().namespace(),
                    finish.task().id(),
                    finish.fire().value(),
                    finish.fire().scheduledFor(),
                    finish.attempt(),
                    finish.token(),
                    finish.startedAt(),
                    attemptState(finish.outcome()).name(),
                    state.name(),
                    retryAt,
                    finish.outcome() instanceof Outcome.Lost,
                    finish.plansNext(),
                    finish.following().isFollowUp(),
                    FireRows.follows(finish.following().followUps()),
                    result(finish.outcome()),
                    error == null ? null : error.type(),
                    error == null ? null : error.message());
        }

        private static FireState attemptState(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded ignored -> FireState.SUCCEEDED;
                case Outcome.Failed ignored -> FireState.FAILED;
                case Outcome.TimedOut ignored -> FireState.TIMED_OUT;
                case Outcome.Cancelled ignored -> FireState.CANCELLED;
                case Outcome.Lost ignored -> FireState.LOST;
            };
        }

        private static @Nullable Map<String, Object> result(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded succeeded -> succeeded.result();
                case Outcome.Failed failed -> failed.result();
                case Outcome.TimedOut timedOut -> timedOut.result();
                case Outcome.Cancelled cancelled -> cancelled.result();
                case Outcome.Lost ignored -> null;
            };
        }

        private static @Nullable FireError error(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded ignored -> null;
                case Outcome.Failed failed -> failed.error();
                case Outcome.TimedOut timedOut -> timedOut.error();
                case Outcome.Cancelled cancelled -> cancelled.error();
                case Outcome.Lost lost -> lost.error();
            };
        }
    }
}
