/**
 * When a task is due. Every type here is an immutable value and every answer a pure function of its arguments and of the
 * JVM's time-zone data: no clock is read, nothing is stored. All instants have microsecond precision, as the book has,
 * and lie in the years 1 to 9999. The workflow never calls this package: what it computes reaches a history only as a
 * recorded answer, so new time-zone data cannot break a replay.
 */
@NullMarked
package dev.punctual.workflows.schedule;

import org.jspecify.annotations.NullMarked;
