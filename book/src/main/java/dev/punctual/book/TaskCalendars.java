package dev.punctual.book;

import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.TaskId;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notes which calendars a task goes by, so that it is found when one of them changes; inside the caller's transaction. */
final class TaskCalendars {
    private final JdbcClient jdbc;

    TaskCalendars(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A calendar that a schedule holds. */
    record Used(String calendar, int revision) {}

    /** The calendars that the schedule holds, in the order of their names, in which they are locked. */
    static List<Used> of(Schedule schedule) {
        if (!(schedule instanceof BoundedSchedule bounded)) {
            return List.of();
        }
        TreeMap<String, Integer> used = new TreeMap<>();
        for (NamedCalendar calendar : bounded.exclude()) {
            used.put(calendar.name(), calendar.revision());
        }
        return used.entrySet().stream()
                .map(entry -> new Used(entry.getKey(), entry.getValue()))
                .toList();
    }

    static TaskRefusal.Invalid unknown(String calendar) {
        return new TaskRefusal.Invalid(
                "/schedule/exclude",
                "UNKNOWN_CALENDAR",
                "there is no calendar '%s'; create it first, or leave it out".formatted(calendar));
    }

    /**
     * The task goes by the calendars of this schedule from now on, and by no others.
     *
     * @throws TaskRefusal.Invalid when one of them has been deleted
     */
    void replace(TaskId task, Schedule schedule) {
        List<Used> used = of(schedule);
        if (!used.isEmpty()) {
            // first: whoever deletes a calendar locks it and then looks here
            List<String> known = jdbc.sql("""
                    select name from calendar where namespace = :namespace and name in (:names)
                    order by name for key share
                    """)
                    .param("namespace", task.namespace())
                    .param("names", used.stream().map(Used::calendar).toList())
                    .query((row, number) -> row.getString("name"))
                    .list();
            for (Used each : used) {
                if (!known.contains(each.calendar())) {
                    throw unknown(each.calendar());
                }
            }
        }
        jdbc.sql("delete from task_calendar where namespace = :namespace and task = :task")
                .param("namespace", task.namespace())
                .param("task", task.id())
                .update();
        if (!used.isEmpty()) {
            jdbc.sql("""
                    insert into task_calendar (namespace, task, calendar, revision)
                    select :namespace, :task, calendar, revision
                    from jsonb_to_recordset(:rows::jsonb) as a(calendar text, revision integer)
                    """)
                    .param("namespace", task.namespace())
                    .param("task", task.id())
                    .param("rows", BookJson.rows(used))
                    .update();
        }
    }
}
