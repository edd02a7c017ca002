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

/** Records for many attempts in one statement how they ended; a task whose last fire that was is completed. */
final class Finishes {
    private static final String FINISH = """
            with asked as materialized (
                select * from jsonb_to_recordset(:rows::jsonb) as a(
                    ord integer, namespace text, task text, fire uuid, scheduled_for timestamptz, attempt integer,
                    claim uuid, started_at timestamptz, attempt_state text, state text, retry_at timestamptz,
                    is_lost boolean, outcome jsonb, error_type text, error_message text)
            ), ending as materialized (
                -- locked in the order that claims use
                select t.namespace, t.id
                from task t join asked a on t.namespace = a.namespace and t.id = a.task
                where a.retry_at is null and t.state = 'ACTIVE' and t.next_fire_at is null
                    and not exists (select from fire o where o.namespace = t.namespace and o.task = t.id
                                    and o.finished_at is null and o.id <> a.fire)
                order by t.namespace, t.id
                for no key update of t
            ), before as materialized (
                select a.ord, a.fire, f.worker, f.claimed_at, f.attempt_claimed_at, f.started_at
                from asked a join fire f on f.scheduled_for = a.scheduled_for and f.id = a.fire
                where f.claim = a.claim and f.attempt = a.attempt
            ), done as (
                update fire f
                set state = a.state, started_at = coalesce(f.started_at, a.started_at), due_at = a.retry_at,
                    finished_at = case when a.retry_at is null then clock_timestamp() end,
                    claim = case when a.is_lost then null else f.claim end,
                    outcome = a.outcome, error_type = a.error_type, error_message = a.error_message
                from asked a
                where f.scheduled_for = a.scheduled_for and f.id = a.fire
                    and f.state = 'RUNNING' and f.claim = a.claim and f.attempt = a.attempt
                returning f.id
            ), tried as (
                insert into attempt (fire, scheduled_for, number, state, worker, claimed_at, started_at, finished_at,
                    error_type, error_message)
                select a.fire, a.scheduled_for, a.attempt, a.attempt_state, b.worker,
                    coalesce(b.attempt_claimed_at, b.claimed_at), a.started_at, clock_timestamp(),
                    a.error_type, a.error_message
                from asked a join before b on b.ord = a.ord join done d on d.id = a.fire
                where a.attempt > 1 or a.retry_at is not null
                on conflict do nothing
            ), completed as (
                update task t set state = 'COMPLETED', updated_at = clock_timestamp()
                from ending e join asked a on a.namespace = e.namespace and a.task = e.id join done d on d.id = a.fire
                where t.namespace = e.namespace and t.id = e.id and t.state = 'ACTIVE' and t.next_fire_at is null
            )
            select a.ord, b.ord is not null as accepted from asked a left join before b on b.ord = a.ord
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
        jdbc.sql(FINISH).param("rows", BookJson.rows(rows)).query(row -> {
            accepted[row.getInt("ord")] = row.getBoolean("accepted");
        });
        return Arrays.asList(accepted);
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
                case Outcome.TimedOut ignored -> null;
                case Outcome.Cancelled ignored -> null;
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
