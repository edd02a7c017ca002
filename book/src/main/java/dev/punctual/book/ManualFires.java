package dev.punctual.book;

import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.sql.Types;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes fires that were asked for; inside the caller's transaction. */
final class ManualFires {
    private final JdbcClient jdbc;

    ManualFires(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A fire of this version of the task, PENDING, at this instant or some microseconds after it. */
    Fire insert(TaskId task, int version, Instant now, Asked asked) {
        Instant at = now;
        FireId id = FireId.of(task, at, Trigger.MANUAL);
        while (jdbc.sql("""
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at, input,
                    retry_of, acts_for)
                values (:fire, :namespace, :task, :at, 'MANUAL', 'PENDING', :version, 0, :at, :input::jsonb,
                    :retryOf, :actsFor)
                on conflict do nothing
                """)
                        .param("fire", id.value())
                        .param("namespace", task.namespace())
                        .param("task", task.id())
                        .param("at", Columns.parameter(at))
                        .param("version", version)
                        .param("input", asked.input() == null ? null : BookJson.write(asked.input()), Types.VARCHAR)
                        .param(
                                "retryOf",
                                asked.retryOf() == null ? null : asked.retryOf().value(),
                                Types.OTHER)
                        .param("actsFor", Columns.parameter(asked.actsFor()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                == 0) {
            // two within one microsecond: the later one moves on by one
            at = at.plusNanos(1_000);
            id = FireId.of(task, at, Trigger.MANUAL);
        }
        return new Fire(
                id,
                task,
                at,
                Trigger.MANUAL,
                FireState.PENDING,
                null,
                null,
                1,
                at,
                version,
                0,
                null,
                null,
                null,
                null,
                at,
                null,
                null,
                null,
                false,
                asked);
    }
}
