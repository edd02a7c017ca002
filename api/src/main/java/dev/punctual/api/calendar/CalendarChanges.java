package dev.punctual.api.calendar;

import dev.punctual.book.CalendarBook;
import dev.punctual.book.CalendarId;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.ScheduleChange;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a definition of a calendar would do to the tasks that use it; nothing is stored. */
final class CalendarChanges {
    /** As many tasks are looked at one by one. */
    static final int MOST_TASKS = 100;

    /** As many fires of each task and kind of change are listed. */
    private static final int MOST_FIRES = 50;

    /** Looking at tasks ends after so long: some fire every second. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final CalendarBook book;
    private final InstantSource clock;

    CalendarChanges(CalendarBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /**
     * What would change.
     *
     * @param from now
     * @param until fires from now on and before this are compared
     * @param tasks how many tasks in force use the calendar, also through others that are made of it
     * @param items those of them whose fires would change, in the order of their ids
     * @param complete whether all of the tasks were looked at
     */
    @Schema(name = "CalendarPlan")
    record Plan(Instant from, Instant until, long tasks, List<TaskPlan> items, boolean complete) {}

    /**
     * What would change for one task.
     *
     * @param task its id
     * @param state ACTIVE or PAUSED
     * @param added fires that would come
     * @param removed fires that would go
     * @param moved fires that would move
     * @param truncated whether there are more than are listed
     * @param neverFires whether nothing would be left of its schedule, so that it would be paused
     */
    @Schema(name = "CalendarTaskPlan")
    record TaskPlan(
            String task,
            TaskState state,
            List<Instant> added,
            List<Instant> removed,
            List<ScheduleChange.Moved> moved,
            boolean truncated,
            boolean neverFires) {}

    Plan plan(CalendarId id, CalendarDefinition definition, int days) {
        Map<String, NamedCalendar> planned = book.plan(id, definition);
        Instant now = clock.instant();
        Instant until = now.plus(Duration.ofDays(days));
        long count = book.usage(id).tasks();
        List<Task> tasks = book.tasksUsing(id.namespace(), planned.keySet(), MOST_TASKS);
        List<TaskPlan> items = new ArrayList<>();
        long end = System.nanoTime() + LONGEST.toNanos();
        int seen = 0;
        while (seen < tasks.size() && (seen == 0 || System.nanoTime() < end)) {
            TaskPlan item = plan(tasks.get(seen), planned, now, until);
            if (!item.added().isEmpty()
                    || !item.removed().isEmpty()
                    || !item.moved().isEmpty()
                    || item.truncated()
                    || item.neverFires()) {
                items.add(item);
            }
            seen++;
        }
        return new Plan(now, until, count, items, seen >= count);
    }

    private static TaskPlan plan(Task task, Map<String, NamedCalendar> planned, Instant now, Instant until) {
        if (!(task.spec().schedule() instanceof BoundedSchedule before)) {
            throw new IllegalStateException("task %s uses a calendar, but has no bounds".formatted(task.id()));
        }
        BoundedSchedule after = before.withCalendars(
                before.exclude().stream()
                        .map(held -> planned.getOrDefault(held.name(), held))
                        .toList(),
                now);
        ScheduleChange change = ScheduleChange.between(before, after, now, until, MOST_FIRES);
        boolean neverFires =
                before.nextAfter(now).isPresent() && after.nextAfter(now).isEmpty();
        return new TaskPlan(
                task.id().id(),
                task.state(),
                change.added(),
                change.removed(),
                change.moved(),
                change.truncated(),
                neverFires);
    }
}
