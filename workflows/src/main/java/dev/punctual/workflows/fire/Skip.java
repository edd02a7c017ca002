package dev.punctual.workflows.fire;

import java.time.Instant;

/**
 * Expected instants that are not acted on, recorded as one SKIPPED fire.
 *
 * @param from the first of them; the fire's {@code scheduledFor}
 * @param until the last of them; the same when there is one
 * @param count how many the row stands for
 * @param reason why
 * @param detail more on the reason, for people
 */
public record Skip(Instant from, Instant until, long count, SkipReason reason, String detail) {}
