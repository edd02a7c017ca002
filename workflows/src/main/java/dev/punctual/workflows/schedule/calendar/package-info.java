/**
 * On which days and at which times a schedule does not fire: holidays, days of the week, business hours, blackouts, and what
 * is made of them. Every type is an immutable value about local time, in no zone; the schedule that excludes a calendar says
 * whose wall clock counts. Exclusions begin and end at whole minutes.
 */
@NullMarked
package dev.punctual.workflows.schedule.calendar;

import org.jspecify.annotations.NullMarked;
