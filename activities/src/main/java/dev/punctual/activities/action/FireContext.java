package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;

/**
 * Which fire an action is performed for.
 *
 * @param fire its identity, the same for every attempt: the idempotency key
 * @param task whose fire it is
 * @param scheduledFor the instant
 * @param attempt 1 for the first
 * @param timeout the longest the attempt may take, counted from now
 */
public record FireContext(FireId fire, TaskId task, Instant scheduledFor, int attempt, Duration timeout) {}
