package dev.punctual.api.schedule;

import dev.punctual.book.CalendarBook;
import dev.punctual.book.CalendarId;
import dev.punctual.book.StoredCalendar;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The calendars that a schedule may name in {@code exclude}. */
public interface CalendarLookup {
    /** There is no calendar. */
    CalendarLookup NONE = name -> Optional.empty();

    /** Those of a namespace, each asked for once: for one request, so that all of it sees the same. */
    static CalendarLookup in(CalendarBook book, String namespace) {
        Map<String, Optional<NamedCalendar>> found = new HashMap<>();
        return name -> TaskId.isName(name)
                ? found.computeIfAbsent(
                        name, each -> book.find(new CalendarId(namespace, each)).map(StoredCalendar::named))
                : Optional.empty();
    }

    /** The calendar of this name as it is now; empty when there is none. */
    Optional<NamedCalendar> find(String name);
}
