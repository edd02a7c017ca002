@NullMarked
package dev.punctual.workflows.schedule.calendar;

import org.jspecify.annotations.NullMarked;
