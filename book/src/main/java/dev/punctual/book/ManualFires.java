package dev.punctual.book;

import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TriggerAction;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
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
                null,
                at,
                null,
                null,
                null,
                null,
                false,
                asked);
    }

    /**
     * A fire of this version of the task that the source asks for, PENDING: at the instant that the source's first attempt was
     * claimed at, so that it has the same id however often it is asked for.
     *
     * @throws TaskRefusal.Invalid when too many fires in a row have asked for one another
     */
    Triggered insertFrom(TaskId task, int version, FireId source, @Nullable Object input) {
        record Origin(Instant claimedAt, int depth) {}
        Origin origin = jdbc.sql("select claimed_at, depth from fire where scheduled_for = :at and id = :id")
                .param("at", Columns.parameter(source.scheduledFor()))
                .param("id", source.value())
                .query((row, number) -> new Origin(Columns.requiredInstant(row, "claimed_at"), row.getInt("depth")))
                .single();
        if (origin.depth() >= TriggerAction.LONGEST_CHAIN) {
            throw new TaskRefusal.Invalid(
                    "/task",
                    "TOO_DEEP",
                    "%d fires in a row have triggered one another, and more are not allowed; look for tasks that do so in a circle"
                            .formatted(origin.depth()));
        }
        FireId id = FireId.of(task, origin.claimedAt(), Trigger.DEPENDENCY, source);
        boolean isNew = jdbc.sql("""
                        insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, due_at, source,
                            depth, input)
                        values (:fire, :namespace, :task, :at, 'DEPENDENCY', 'PENDING', :version, 0, :at, :source, :depth,
                            :input::jsonb)
                        on conflict do nothing
                        """)
                        .param("fire", id.value())
                        .param("namespace", task.namespace())
                        .param("task", task.id())
                        .param("at", Columns.parameter(id.scheduledFor()))
                        .param("version", version)
                        .param("source", source.value())
                        .param("depth", origin.depth() + 1)
                        .param("input", input == null ? null : BookJson.write(input), Types.VARCHAR)
                        .update()
                == 1;
        return new Triggered(id, isNew);
    }

    /** A fire that another one asked for, and whether it was not there before. */
    record Triggered(FireId fire, boolean isNew) {}
}
