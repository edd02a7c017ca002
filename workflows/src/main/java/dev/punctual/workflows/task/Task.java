package dev.punctual.workflows.task;

import dev.punctual.workflows.fire.FireState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as the book has it.
 *
 * @param id its name
 * @param state where its life stands
 * @param version of the definition; the first is 1, every change by a user adds 1
 * @param spec what the user asked for, as of this version
 * @param nextFireAt when its schedule next fires it; null when it does not
 * @param lastFire the fire that was claimed last; null before the first
 * @param engineVersion the version the engine was told of; 0 when it knows nothing of the task, below 0 when it must be woken
 * @param pause why and until when it rests; null unless paused
 * @param createTime when it was registered
 * @param updateTime when its definition or state last changed
 * @param tzdataVersion the time-zone data that the next fire was computed with; null when the release that did so did not
 *     say
 */
public record Task(
        TaskId id,
        TaskState state,
        int version,
        TaskSpec spec,
        @Nullable Instant nextFireAt,
        @Nullable LastFire lastFire,
        int engineVersion,
        @Nullable Pause pause,
        Instant createTime,
        Instant updateTime,
        @Nullable String tzdataVersion) {

    /** Whether the engine has been told of this version. */
    public boolean inSync() {
        return engineVersion == version;
    }

    /** The latest fire in brief. */
    public record LastFire(Instant scheduledFor, FireState state) {}

    /** Why a task rests, and until when; each may be open. */
    public record Pause(@Nullable String reason, @Nullable Instant until) {}
}
