/**
 * Calendars: how they are read and shown, and what a change of one of them does to the tasks that use it.
 */
@NullMarked
package dev.punctual.api.calendar;

import org.jspecify.annotations.NullMarked;
