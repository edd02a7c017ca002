package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * Local times that a schedule names and no clock shows, so that nothing fires.
 *
 * @param local the first of them
 * @param clockChange when the clocks go forward over them
 * @param detail all of them, for people
 */
public record MissingTimes(LocalDateTime local, Instant clockChange, String detail) {}
