package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes single fires with their attempts: those that no week's partition took, and those of tasks that keep theirs for a
 * shorter time than others. A fire counts as old when both its instant and its end are.
 */
final class OldFires {
    /** Rows of one statement, so that none takes long. */
    static final int BATCH = 5_000;

    private static final int TASKS = 1_000;

    /** What follows the choice of fires, in the order of which they are found by index. */
    private static final String DELETE = """
            ), numbered as materialized (
                select scheduled_for, id, row_number() over () as n from old
            ), tries as (
                -- the range is always met; the planner expects few rows of it, and so goes by the keys
                delete from attempt a using (select * from numbered where n between 0 and 1000000) o
                where a.scheduled_for = o.scheduled_for and a.fire = o.id
            ), written as (
                delete from fire_output w using (select * from numbered where n between 0 and 1000000) o
                where w.scheduled_for = o.scheduled_for and w.fire = o.id
            )
            delete from fire f using (select * from numbered where n between 0 and 1000000) o
            where f.scheduled_for = o.scheduled_for and f.id = o.id
            """;

    private final JdbcClient jdbc;

    OldFires(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int delete(Instant now, Instant cutoff, BooleanSupplier timeLeft) {
        return deleteUnpartitioned(cutoff, timeLeft)
                + deleteOrphans(cutoff)
                + deleteOutput(cutoff)
                + deleteOfTasks(now, timeLeft);
    }

    private int deleteUnpartitioned(Instant cutoff, BooleanSupplier timeLeft) {
        int deleted = 0;
        int last;
        do {
            last = jdbc.sql("""
                    with old as (
                        select scheduled_for, id from fire_default
                        where scheduled_for < :cutoff and finished_at < :cutoff
                        order by scheduled_for limit :limit
                    """ + DELETE)
                    .param("cutoff", Columns.parameter(cutoff))
                    .param("limit", BATCH)
                    .update();
            deleted += last;
        } while (last == BATCH && timeLeft.getAsBoolean());
        return deleted;
    }

    /** Attempts that no week's partition took, of fires that went with theirs. */
    private int deleteOrphans(Instant cutoff) {
        return jdbc.sql("""
                delete from attempt_default where (scheduled_for, fire, number) in (
                    select a.scheduled_for, a.fire, a.number from attempt_default a
                    where a.scheduled_for < :cutoff
                        and not exists (select from fire f where f.scheduled_for = a.scheduled_for and f.id = a.fire)
                    order by a.scheduled_for limit :limit)
                """)
                .param("cutoff", Columns.parameter(cutoff))
                .param("limit", BATCH)
                .update();
    }

    /** What was written by fires that went with their weeks. */
    private int deleteOutput(Instant cutoff) {
        return jdbc.sql("""
                delete from fire_output where (scheduled_for, fire, first) in (
                    select w.scheduled_for, w.fire, w.first from fire_output w
                    where w.scheduled_for < :cutoff
                        and not exists (select from fire f where f.scheduled_for = w.scheduled_for and f.id = w.fire)
                    order by w.scheduled_for limit :limit)
                """)
                .param("cutoff", Columns.parameter(cutoff))
                .param("limit", BATCH)
                .update();
    }

    private record Keeping(TaskId task, Duration retention) {}

    private int deleteOfTasks(Instant now, BooleanSupplier timeLeft) {
        int deleted = 0;
        TaskId after = null;
        List<Keeping> page;
        do {
            page = withRetention(after == null ? "" : after.namespace(), after == null ? "" : after.id());
            for (Keeping each : page) {
                int last;
                do {
                    last = deleteOf(each.task(), now.minus(each.retention()));
                    deleted += last;
                } while (last == BATCH && timeLeft.getAsBoolean());
                after = each.task();
            }
        } while (page.size() == TASKS && timeLeft.getAsBoolean());
        return deleted;
    }

    private List<Keeping> withRetention(String namespace, String id) {
        return jdbc.sql("""
                select v.namespace, v.id, v.spec ->> 'retention' as retention
                from task_version v
                where (v.spec -> 'retention') is not null and (v.namespace, v.id) > (:namespace, :id)
                    and v.version = (select t.version from task t where t.namespace = v.namespace and t.id = v.id)
                order by v.namespace, v.id limit :limit
                """)
                .param("namespace", namespace)
                .param("id", id)
                .param("limit", TASKS)
                .query((row, number) -> new Keeping(
                        new TaskId(row.getString("namespace"), row.getString("id")),
                        Duration.parse(row.getString("retention"))))
                .list();
    }

    private int deleteOf(TaskId task, Instant cutoff) {
        return jdbc.sql("""
                with old as (
                    select scheduled_for, id from fire
                    where namespace = :namespace and task = :task and scheduled_for < :cutoff and finished_at < :cutoff
                    order by scheduled_for, id limit :limit
                """ + DELETE)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("cutoff", Columns.parameter(cutoff))
                .param("limit", BATCH)
                .update();
    }
}
