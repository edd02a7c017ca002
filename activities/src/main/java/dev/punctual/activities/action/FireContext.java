package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which fire an action is performed for, and whom it tells of itself meanwhile.
 *
 * @param fire its identity, the same for every attempt: the idempotency key
 * @param task whose fire it is
 * @param scheduledFor the instant; of a fire that repeats another one, that one's
 * @param attempt 1 for the first
 * @param timeout the longest the attempt may take, counted from now
 * @param previousCheckpoint the last checkpoint of the attempts before; null for none
 * @param input what a user gave the fire, as plain JSON values; null for nothing
 * @param source the fire that this one follows, or that triggered it; null for none
 * @param reports hears of progress
 */
public record FireContext(
        FireId fire,
        TaskId task,
        Instant scheduledFor,
        int attempt,
        Duration timeout,
        @Nullable String previousCheckpoint,
        @Nullable Object input,
        @Nullable SourceFire source,
        FireReports reports) {

    /** An attempt that starts from nothing and is not listened to. */
    public FireContext(FireId fire, TaskId task, Instant scheduledFor, int attempt, Duration timeout) {
        this(fire, task, scheduledFor, attempt, timeout, null, null, null, FireReports.NONE);
    }

    /** Reports how far the attempt is, as {@link FireReports#progress} says. */
    public void progress(int percent, String message) {
        reports.progress(percent, message);
    }

    /** Keeps a text for the next attempt, as {@link FireReports#checkpoint} says. */
    public void checkpoint(String checkpoint) {
        reports.checkpoint(checkpoint);
    }

    /** Shows what the action wrote, as {@link FireReports#output} says. */
    public void output(OutputLine.Stream stream, String line) {
        reports.output(stream, line);
    }
}
