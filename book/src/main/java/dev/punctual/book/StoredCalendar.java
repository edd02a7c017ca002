package dev.punctual.book;

import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Instant;

/**
 * A calendar as the book has it.
 *
 * @param id its name
 * @param version counts the definitions that users gave it; the first is 1
 * @param revision of its value, which also changes with the calendars that it is made of
 * @param definition what a user said
 * @param value the same, with what stands for each name
 * @param createTime when it was created
 * @param updateTime when it got its definition
 */
public record StoredCalendar(
        CalendarId id,
        int version,
        int revision,
        CalendarDefinition definition,
        Calendar value,
        Instant createTime,
        Instant updateTime) {

    /** As a schedule holds it. */
    public NamedCalendar named() {
        return new NamedCalendar(id.name(), revision, value);
    }
}
