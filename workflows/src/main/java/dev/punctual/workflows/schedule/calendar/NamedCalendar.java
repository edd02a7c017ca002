package dev.punctual.workflows.schedule.calendar;

/**
 * A calendar as a schedule holds it: by value, so that the same schedule always has the same instants. A changed calendar
 * reaches a schedule as a new version of its task.
 *
 * @param name the calendar's
 * @param revision which form of the calendar this is; it changes also with the calendars that it is made of
 * @param calendar what it excludes
 */
public record NamedCalendar(String name, int revision, Calendar calendar) {}
