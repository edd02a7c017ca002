package dev.punctual.book;

import dev.punctual.book.TaskBook.NewTask;
import dev.punctual.book.TaskBook.Planned;
import dev.punctual.book.TaskChanges.Change;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Replanning;
import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a new definition would make of a task: one reading of the book, decided as the change itself. */
final class TaskPlans {
    private final JdbcClient jdbc;
    private final BookClock clock;

    TaskPlans(JdbcClient jdbc, BookClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A task, and its place in the schedule, which a resting one keeps. */
    private record Found(Task task, @Nullable NextFire next) {}

    Planned plan(TaskId id, TaskSpec spec, @Nullable Integer ifVersion) {
        Instant now = clock.instant();
        Found found = jdbc.sql(TaskRows.SELECT + "where t.namespace = :namespace and t.id = :id")
                .param("namespace", id.namespace())
                .param("id", id.id())
                .query((row, number) -> new Found(TaskRows.task(row, number), TaskRows.next(row)))
                .optional()
                .orElse(null);
        if (found == null) {
            NextFire first = JdbcTaskBook.firstFire(spec, now);
            Task task = NewTasks.task(new NewTask(id, spec), first.at(), now);
            return new Planned(null, task, Course.NONE, course(spec, first));
        }
        Task task = found.task();
        if (ifVersion != null && ifVersion != task.version()) {
            throw new TaskRefusal.StaleVersion(id, ifVersion, task.version());
        }
        Current current =
                new Current(id, task.state(), task.version(), task.spec(), found.next(), task.pause(), null, null, now);
        Change change = JdbcTaskBook.replacement(current, spec);
        return new Planned(
                task,
                changed(task, current, change),
                current.hasEnded() ? Course.NONE : course(task.spec(), current.next()),
                course(spec, change.next()));
    }

    private static Task changed(Task before, Current current, Change change) {
        NextFire next = change.next();
        return new Task(
                before.id(),
                change.state(),
                before.version() + 1,
                change.spec(),
                next != null && change.state() == TaskState.ACTIVE ? next.at() : null,
                before.lastFire(),
                before.engineVersion(),
                change.pause(),
                before.createTime(),
                current.now(),
                Replanning.isAnew(current.next(), next) ? TimeZoneData.version() : before.tzdataVersion());
    }

    private static Course course(TaskSpec spec, @Nullable NextFire next) {
        return next == null ? Course.NONE : new Course(spec.schedule(), next.at(), next.nominal());
    }
}
