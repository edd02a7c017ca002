/**
 * What a user registers: a task has a schedule, an action and policies. Everything here is a value; the book keeps it, and
 * nothing here reads a clock.
 */
@NullMarked
package dev.punctual.workflows.task;

import org.jspecify.annotations.NullMarked;
