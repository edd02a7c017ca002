package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the workflow does next; the activity decides it, so it stands in history and a replay computes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FireStep.Wake.class, name = "wake"),
    @JsonSubTypes.Type(value = FireStep.Ended.class, name = "ended")
})
public sealed interface FireStep {
    /**
     * Sleep, then ask again.
     *
     * @param nextFireAt for people who read the history: when the task is due; null when only a signal brings something
     * @param sleepFor how long, counted by the book's clock so that the engine's may be wrong; null to wait for a signal alone
     * @param holdFor how long the activity will then hold for the instant, at most
     */
    record Wake(@Nullable Instant nextFireAt, @Nullable Duration sleepFor, Duration holdFor) implements FireStep {}

    /** The task has nothing to do any more: the workflow returns. */
    record Ended() implements FireStep {}
}
