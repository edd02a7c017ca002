package dev.punctual.api.schedule;

import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.util.Optional;

/** The calendars that a schedule may name in {@code exclude}. */
public interface CalendarLookup {
    /** There is no calendar. */
    CalendarLookup NONE = name -> Optional.empty();

    /** The calendar of this name as it is now; empty when there is none. */
    Optional<NamedCalendar> find(String name);
}
