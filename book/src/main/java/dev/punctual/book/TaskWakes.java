package dev.punctual.book;

import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Has a task looked at that got fires beside its schedule; inside the caller's transaction, which holds the task's row. */
final class TaskWakes {
    private TaskWakes() {}

    /** @return the task, of which the caller tells the listener once it has committed */
    static Task ask(JdbcClient jdbc, TaskId id) {
        // the engine must look again; each call leaves another number, so that being told of one settles no other
        jdbc.sql("""
                update task set engine_version = least(engine_version, 0) - 1, engine_tried_at = null
                where namespace = :namespace and id = :id
                """).param("namespace", id.namespace()).param("id", id.id()).update();
        TaskNotices.announce(jdbc, id);
        return jdbc.sql(TaskRows.SELECT + "where t.namespace = :namespace and t.id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query(TaskRows::task)
                .single();
    }
}
