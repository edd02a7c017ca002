package dev.punctual.book;

import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads fires in PostgreSQL. */
public final class JdbcFireLedger implements FireLedger {
    private final JdbcClient jdbc;

    /** @param jdbc of the book's database */
    public JdbcFireLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Fire> find(String namespace, FireId id) {
        // the id names its instant, so one partition is looked at
        return jdbc.sql("select * from fire where scheduled_for = :at and id = :id and namespace = :namespace")
                .param("at", Columns.parameter(id.scheduledFor()))
                .param("id", id.value())
                .param("namespace", namespace)
                .query(JdbcFireLedger::fire)
                .optional();
    }

    @Override
    public List<Attempt> attempts(Fire fire) {
        List<Attempt> attempts = new ArrayList<>(
                jdbc.sql("select * from attempt where scheduled_for = :at and fire = :id order by number")
                        .param("at", Columns.parameter(fire.scheduledFor()))
                        .param("id", fire.id().value())
                        .query(JdbcFireLedger::attempt)
                        .list());
        boolean present = attempts.stream().anyMatch(attempt -> attempt.number() == fire.attempt());
        if (fire.attempt() > 0 && !present) {
            attempts.add(presentAttempt(fire));
        }
        return attempts;
    }

    @Override
    public Optional<Line> line(Fire fire) {
        if (fire.state() != FireState.PENDING && fire.state() != FireState.RETRYING) {
            return Optional.empty();
        }
        return jdbc.sql("""
                select w.slot_key, w.slot_limit, (select count(*) from (
                    select from fire f
                    where f.namespace = w.namespace and f.slot_key = w.slot_key
                        and f.finished_at is null and f.slot_key is not null and f.admitted_at is null
                        and (f.slot_priority, f.scheduled_for, f.id) < (w.slot_priority, w.scheduled_for, w.id)
                    limit :most) before) as ahead
                from fire w
                where w.scheduled_for = :at and w.id = :id
                    and w.finished_at is null and w.slot_key is not null and w.admitted_at is null
                """)
                .param("most", Line.MOST_AHEAD)
                .param("at", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.id().value())
                .query((row, number) ->
                        new Line(row.getString("slot_key"), row.getInt("slot_limit"), row.getInt("ahead")))
                .optional();
    }

    /** The attempt that stands in the fire itself: the only one, or the one in progress. */
    private Attempt presentAttempt(Fire fire) {
        Instant claimedAt = fire.attempt() == 1
                ? fire.claimedAt()
                : jdbc.sql("select attempt_claimed_at from fire where scheduled_for = :at and id = :id")
                        .param("at", Columns.parameter(fire.scheduledFor()))
                        .param("id", fire.id().value())
                        .query((row, number) -> Columns.requiredInstant(row, "attempt_claimed_at"))
                        .single();
        return new Attempt(
                fire.attempt(),
                fire.state(),
                fire.worker(),
                Objects.requireNonNull(claimedAt, "an attempt was claimed"),
                fire.attempt() == 1 ? fire.startedAt() : null,
                fire.finishedAt(),
                fire.error());
    }

    @Override
    public List<Fire> list(FireQuery query) {
        StringBuilder sql = new StringBuilder("select * from fire where namespace = :namespace\n");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("namespace", query.namespace());
        parameters.put("limit", query.limit());
        JdbcTaskBook.filter(sql, parameters, "and task = :task\n", "task", query.task());
        // words rather than parameters: the planner has to see that an index of part of the fires will do
        if (query.state() != null) {
            FireState state = FireState.valueOf(query.state());
            sql.append("and state = '%s' and finished_at is %s null\n".formatted(state, state.isFinal() ? "not" : ""));
        }
        if (query.trigger() != null) {
            sql.append("and trigger = '%s'\n".formatted(Trigger.valueOf(query.trigger())));
        }
        JdbcTaskBook.filter(sql, parameters, "and scheduled_for >= :from\n", "from", Columns.parameter(query.from()));
        JdbcTaskBook.filter(sql, parameters, "and scheduled_for < :to\n", "to", Columns.parameter(query.to()));
        if (query.before() != null) {
            sql.append("and scheduled_for <= :beforeAt and (scheduled_for, id) < (:beforeAt, :before)\n");
            parameters.put("beforeAt", query.before().scheduledFor().atOffset(ZoneOffset.UTC));
            parameters.put("before", query.before().value());
        }
        sql.append("order by scheduled_for desc, id desc limit :limit");
        return jdbc.sql(sql.toString())
                .params(parameters)
                .query(JdbcFireLedger::fire)
                .list();
    }

    @Override
    public List<Upcoming> upcoming(String namespace, @Nullable Instant from, @Nullable Instant to, int limit) {
        StringBuilder sql = new StringBuilder("""
                select t.id, t.next_fire_at, v.spec
                from task t join task_version v on v.namespace = t.namespace and v.id = t.id and v.version = t.version
                where t.namespace = :namespace and t.state = 'ACTIVE' and t.next_fire_at is not null
                """);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("namespace", namespace);
        parameters.put("limit", limit);
        // a recurring task whose next fire is earlier than from may still fire after it
        JdbcTaskBook.filter(sql, parameters, "and t.next_fire_at < :to\n", "to", Columns.parameter(to));
        sql.append("order by t.next_fire_at, t.id limit :limit");
        return jdbc.sql(sql.toString())
                .params(parameters)
                .query((row, number) -> new Upcoming(
                        Columns.requiredInstant(row, "next_fire_at"),
                        new TaskId(namespace, row.getString("id")),
                        BookJson.spec(row.getString("spec"))))
                .list();
    }

    static Fire fire(ResultSet row, int number) throws SQLException {
        Instant scheduledFor = Columns.requiredInstant(row, "scheduled_for");
        Instant coversUntil = Columns.instant(row, "covers_until");
        String reason = row.getString("reason");
        return new Fire(
                new FireId(row.getObject("id", UUID.class)),
                new TaskId(row.getString("namespace"), row.getString("task")),
                scheduledFor,
                Trigger.valueOf(row.getString("trigger")),
                FireState.valueOf(row.getString("state")),
                reason == null ? null : SkipReason.valueOf(reason),
                row.getString("detail"),
                coversUntil == null ? 1 : row.getLong("covers"),
                coversUntil == null ? scheduledFor : coversUntil,
                row.getInt("version"),
                row.getInt("attempt"),
                row.getString("worker"),
                Columns.instant(row, "woken_at"),
                Columns.instant(row, "claimed_at"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "finished_at"),
                Columns.instant(row, "due_at"),
                BookJson.map(row.getString("outcome")),
                error(row),
                BookJson.progress(row.getString("progress")),
                source(row),
                row.getString("finished_at") == null && row.getString("stop") != null,
                FireRows.asked(row));
    }

    private static @Nullable FireId source(ResultSet row) throws SQLException {
        UUID source = row.getObject("source", UUID.class);
        return source == null ? null : new FireId(source);
    }

    private static Attempt attempt(ResultSet row, int number) throws SQLException {
        return new Attempt(
                row.getInt("number"),
                FireState.valueOf(row.getString("state")),
                row.getString("worker"),
                Columns.requiredInstant(row, "claimed_at"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "finished_at"),
                error(row));
    }

    private static @Nullable FireError error(ResultSet row) throws SQLException {
        String type = row.getString("error_type");
        return type == null ? null : new FireError(type, row.getString("error_message"));
    }
}
