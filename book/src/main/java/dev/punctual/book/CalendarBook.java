package dev.punctual.book;

import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.InvalidPartException;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calendars, and what their changes mean for the tasks that use them. What is returned has been committed.
 *
 * <p>A schedule holds its calendars by value. So a change is two things: the calendar, in one transaction, and then a new
 * version of every task that uses it, some at a time. Which tasks still have an older calendar can be asked at any time, and by
 * anyone: a process that dies in between leaves nothing undone that another could not find.
 */
public interface CalendarBook {
    /** As many calendars may be in one namespace. */
    int MOST = 1_000;

    /** As many tasks are looked for in one go. */
    int MOST_BEHIND = 10_000;

    /** As many tasks are re-planned in one transaction. */
    int AT_ONCE = 100;

    /** The calendar, if there is one. */
    Optional<StoredCalendar> find(CalendarId id);

    /** Calendars of a namespace in the order of their names, those after the given one; null from the first on. */
    List<StoredCalendar> list(String namespace, @Nullable String after, int limit);

    /**
     * Creates a calendar, or gives it a new definition; the same definition changes nothing.
     *
     * @param check hears what is there, while nobody else can change it; throws to refuse
     * @throws CalendarRefusal.TooMany when there are too many
     * @throws InvalidPartException when it cannot be made of its parts
     */
    Stored put(CalendarId id, CalendarDefinition definition, Consumer<Optional<StoredCalendar>> check, String actor);

    /**
     * Deletes a calendar.
     *
     * @param check hears what is there, while nobody else can change it; throws to refuse
     * @throws CalendarRefusal when there is none, or it is in use
     */
    void delete(CalendarId id, Consumer<StoredCalendar> check);

    /**
     * What the definition would make of the calendar and of those made of it; nothing is stored.
     *
     * @throws InvalidPartException when it cannot be made of its parts
     */
    Map<String, NamedCalendar> plan(CalendarId id, CalendarDefinition definition);

    /** Who uses the calendar, also through others that are made of it. */
    Usage usage(CalendarId id);

    /** Tasks in force that use any of these calendars, in the order of their ids. */
    List<Task> tasksUsing(String namespace, Collection<String> calendars, int limit);

    /**
     * Tasks in force whose schedule holds a calendar that has changed since.
     *
     * @param namespace only there; null for everywhere
     */
    List<TaskId> behind(@Nullable String namespace, int limit);

    /**
     * Gives these tasks their calendars as they are now, each as a new version with its next fire planned anew. Those that
     * someone else changes at the moment are left for another time.
     *
     * @return how many were re-planned
     */
    int replan(List<TaskId> tasks);

    /**
     * Re-plans all that is behind, some at a time.
     *
     * @param namespace only there; null for everywhere
     * @param goOn asked before each part
     * @return how many were re-planned
     */
    default int replanBehind(@Nullable String namespace, BooleanSupplier goOn) {
        List<TaskId> behind = behind(namespace, MOST_BEHIND);
        int replanned = 0;
        for (int from = 0; from < behind.size() && goOn.getAsBoolean(); from += AT_ONCE) {
            replanned += replan(behind.subList(from, Math.min(from + AT_ONCE, behind.size())));
        }
        return replanned;
    }

    /** A calendar as it was stored, and whether there was none before. */
    record Stored(StoredCalendar calendar, boolean created) {}

    /**
     * Who uses a calendar.
     *
     * @param tasks how many tasks in force
     * @param behind how many of them are yet to be re-planned
     */
    record Usage(long tasks, long behind) {}
}
