package dev.punctual.api;

import dev.punctual.book.CalendarBook;
import dev.punctual.book.CalendarId;
import dev.punctual.book.CalendarRefusal;
import dev.punctual.book.StoredCalendar;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.CalendarLinks;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calendars in a map, changed as the contract says. */
final class InMemoryCalendarBook implements CalendarBook {
    private final Map<String, StoredCalendar> calendars = new TreeMap<>();
    private final InstantSource clock;
    private final InMemoryTaskBook tasks;
    private int revisions;
    private boolean resting;

    InMemoryCalendarBook(InstantSource clock, InMemoryTaskBook tasks) {
        this.clock = clock;
        this.tasks = tasks;
    }

    void clear() {
        calendars.clear();
        resting = false;
    }

    /** From now on no task is re-planned, as if the process had died. */
    void rest() {
        resting = true;
    }

    @Override
    public synchronized Optional<StoredCalendar> find(CalendarId id) {
        return Optional.ofNullable(calendars.get(id.toString()));
    }

    @Override
    public synchronized List<StoredCalendar> list(String namespace, @Nullable String after, int limit) {
        return calendars.values().stream()
                .filter(calendar -> calendar.id().namespace().equals(namespace))
                .filter(calendar -> after == null || calendar.id().name().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Stored put(
            CalendarId id, CalendarDefinition definition, Consumer<Optional<StoredCalendar>> check, String actor) {
        Optional<StoredCalendar> current = find(id);
        check.accept(current);
        if (current.isPresent() && current.get().definition().equals(definition)) {
            return new Stored(current.get(), false);
        }
        revise(id, definition).forEach((name, value) -> {
            CalendarId each = new CalendarId(id.namespace(), name);
            StoredCalendar before = calendars.get(each.toString());
            boolean own = each.equals(id);
            Instant now = clock.instant();
            calendars.put(
                    each.toString(),
                    new StoredCalendar(
                            each,
                            (before == null ? 0 : before.version()) + (own ? 1 : 0),
                            ++revisions,
                            own || before == null ? definition : before.definition(),
                            value,
                            before == null ? now : before.createTime(),
                            now));
        });
        return new Stored(find(id).orElseThrow(), current.isEmpty());
    }

    private Map<String, Calendar> revise(CalendarId id, CalendarDefinition definition) {
        return links(id.namespace())
                .revise(
                        id.name(),
                        definition,
                        name -> find(new CalendarId(id.namespace(), name))
                                .orElseThrow()
                                .definition(),
                        name -> find(new CalendarId(id.namespace(), name))
                                .orElseThrow()
                                .value());
    }

    private CalendarLinks links(String namespace) {
        Map<String, Set<String>> parts = new HashMap<>();
        list(namespace, null, MOST)
                .forEach(calendar ->
                        parts.put(calendar.id().name(), calendar.definition().names()));
        return new CalendarLinks(parts);
    }

    @Override
    public synchronized void delete(CalendarId id, Consumer<StoredCalendar> check) {
        check.accept(find(id).orElseThrow(() -> new CalendarRefusal.NotFound(id)));
        List<String> users = tasksUsing(id.namespace(), List.of(id.name()), 10).stream()
                .map(task -> task.id().id())
                .toList();
        List<String> made = links(id.namespace()).namedBy(id.name());
        if (!users.isEmpty() || !made.isEmpty()) {
            throw new CalendarRefusal.InUse(id, users.size(), users, made);
        }
        calendars.remove(id.toString());
    }

    @Override
    public synchronized Map<String, NamedCalendar> plan(CalendarId id, CalendarDefinition definition) {
        Map<String, NamedCalendar> planned = new LinkedHashMap<>();
        revise(id, definition)
                .forEach((name, value) -> planned.put(name, new NamedCalendar(name, revisions + 1, value)));
        return planned;
    }

    @Override
    public synchronized Usage usage(CalendarId id) {
        List<Task> users = tasksUsing(id.namespace(), links(id.namespace()).madeOf(id.name()), MOST);
        return new Usage(users.size(), users.stream().filter(this::isBehind).count());
    }

    @Override
    public List<Task> tasksUsing(String namespace, Collection<String> names, int limit) {
        return tasks.inForce().stream()
                .filter(task -> task.id().namespace().equals(namespace))
                .filter(task -> held(task).stream().anyMatch(held -> names.contains(held.name())))
                .limit(limit)
                .toList();
    }

    @Override
    public List<TaskId> behind(@Nullable String namespace, int limit) {
        return tasks.inForce().stream()
                .filter(task -> namespace == null || task.id().namespace().equals(namespace))
                .filter(this::isBehind)
                .map(Task::id)
                .limit(limit)
                .toList();
    }

    private boolean isBehind(Task task) {
        return held(task).stream().anyMatch(held -> latest(task, held).revision() > held.revision());
    }

    private NamedCalendar latest(Task task, NamedCalendar held) {
        return find(new CalendarId(task.id().namespace(), held.name()))
                .map(StoredCalendar::named)
                .orElse(held);
    }

    private static List<NamedCalendar> held(Task task) {
        return task.spec().schedule() instanceof BoundedSchedule bounded ? bounded.exclude() : List.of();
    }

    @Override
    public int replan(List<TaskId> behind) {
        if (resting) {
            return 0;
        }
        for (TaskId id : behind) {
            Task task = tasks.find(id).orElseThrow();
            BoundedSchedule before = (BoundedSchedule) task.spec().schedule();
            BoundedSchedule after = before.withCalendars(
                    before.exclude().stream().map(held -> latest(task, held)).toList(), clock.instant());
            tasks.replace(id, task.spec().toBuilder().schedule(after).build(), null, "calendar");
        }
        return behind.size();
    }
}
