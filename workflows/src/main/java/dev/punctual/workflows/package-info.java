/**
 * The durable logic: one Temporal workflow for each task, which sleeps until shortly before the task's next instant and then
 * asks its worker for the fire. It holds no state that matters: all of it is in the book, so a workflow may be replaced at any
 * moment.
 */
@NullMarked
package dev.punctual.workflows;

import org.jspecify.annotations.NullMarked;
