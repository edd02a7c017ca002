/**
 * What comes of a task: one fire for every expected instant, and the pure decisions about it. {@link
 * dev.punctual.workflows.fire.FirePlanner} says what is next; the claim in the book says whether it may start.
 */
@NullMarked
package dev.punctual.workflows.fire;

import org.jspecify.annotations.NullMarked;
