package dev.punctual.book;

import dev.punctual.book.CalendarBook.Usage;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the tasks that use calendars. */
final class CalendarUsers {
    private static final String IN_FORCE = "('ACTIVE', 'PAUSED')";

    private final JdbcClient jdbc;

    CalendarUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Usage count(String namespace, Collection<String> calendars) {
        return jdbc.sql("""
                        select count(distinct u.task) as tasks,
                               count(distinct u.task) filter (where u.revision < c.revision) as behind
                        from task_calendar u
                        join calendar c on c.namespace = u.namespace and c.name = u.calendar
                        join task t on t.namespace = u.namespace and t.id = u.task
                        where u.namespace = :namespace and u.calendar in (:calendars) and t.state in
                        """ + IN_FORCE)
                .param("namespace", namespace)
                .param("calendars", calendars)
                .query((row, number) -> new Usage(row.getLong("tasks"), row.getLong("behind")))
                .single();
    }

    List<Task> tasks(String namespace, Collection<String> calendars, int limit) {
        return jdbc.sql(TaskRows.SELECT + """
                        where t.namespace = :namespace and t.id in (
                            select u.task from task_calendar u
                            where u.namespace = :namespace and u.calendar in (:calendars))
                            and t.state in %s
                        order by t.id limit :limit
                        """.formatted(IN_FORCE))
                .param("namespace", namespace)
                .param("calendars", calendars)
                .param("limit", limit)
                .query(TaskRows::task)
                .list();
    }

    /**
     * Tasks in force with an older revision of a calendar. What an ended task went by is forgotten on the way: should it come
     * into force again, it goes by the calendars of that time.
     */
    List<TaskId> behind(@Nullable String namespace, int limit) {
        // lateral, with a limit: one look into the index for each calendar, never a look at every task
        List<Row> rows = jdbc.sql("""
                        select u.namespace, u.task, u.calendar, u.revision, t.state in %s as in_force
                        from calendar c
                        cross join lateral (
                            select * from task_calendar u
                            where u.namespace = c.namespace and u.calendar = c.name and u.revision < c.revision
                            order by u.revision, u.task limit :limit) u
                        join task t on t.namespace = u.namespace and t.id = u.task
                        where :namespace::text is null or c.namespace = :namespace
                        order by u.namespace, u.task
                        """.formatted(IN_FORCE))
                .param("namespace", namespace, Types.VARCHAR)
                .param("limit", limit)
                .query((row, number) -> new Row(
                        row.getString("namespace"),
                        row.getString("task"),
                        row.getString("calendar"),
                        row.getInt("revision"),
                        row.getBoolean("in_force")))
                .list();
        forget(rows.stream().filter(row -> !row.inForce()).toList());
        Set<TaskId> tasks = new LinkedHashSet<>();
        for (Row row : rows) {
            if (row.inForce() && tasks.size() < limit) {
                tasks.add(new TaskId(row.namespace(), row.task()));
            }
        }
        return new ArrayList<>(tasks);
    }

    private void forget(List<Row> ended) {
        if (ended.isEmpty()) {
            return;
        }
        // by revision too: one that came into force again meanwhile has rows of its own
        jdbc.sql("""
                delete from task_calendar u
                using jsonb_to_recordset(:rows::jsonb) as a(namespace text, task text, calendar text, revision integer)
                where u.namespace = a.namespace and u.task = a.task and u.calendar = a.calendar
                    and u.revision = a.revision
                    and exists (select from task t where t.namespace = u.namespace and t.id = u.task
                                and t.state not in %s)
                """.formatted(IN_FORCE)).param("rows", BookJson.rows(ended)).update();
    }

    /** Nobody in force uses the calendar, which is about to be deleted. */
    void forget(CalendarId id) {
        jdbc.sql("delete from task_calendar where namespace = :namespace and calendar = :calendar")
                .param("namespace", id.namespace())
                .param("calendar", id.name())
                .update();
    }

    private record Row(String namespace, String task, String calendar, int revision, boolean inForce) {}
}
