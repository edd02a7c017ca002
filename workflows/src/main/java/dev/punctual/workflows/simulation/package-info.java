/**
 * Tasks in virtual time: what the planner would decide, if time passed in this way and nothing could start at those times.
 */
@NullMarked
package dev.punctual.workflows.simulation;

import org.jspecify.annotations.NullMarked;
