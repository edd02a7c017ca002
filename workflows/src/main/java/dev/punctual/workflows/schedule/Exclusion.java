package dev.punctual.workflows.schedule;

import java.time.Instant;

/**
 * An instant of a rule at which nothing fires because a calendar excludes it.
 *
 * @param at the instant
 * @param detail which calendar, for people
 */
public record Exclusion(Instant at, String detail) {}
