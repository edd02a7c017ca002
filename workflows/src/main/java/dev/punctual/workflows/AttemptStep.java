package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** What the workflow of a dispatched fire does next; the activity decides it, so it stands in history. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AttemptStep.Again.class, name = "again"),
    @JsonSubTypes.Type(value = AttemptStep.Ended.class, name = "ended")
})
public sealed interface AttemptStep {
    /** @param after how long to sleep before asking again, for the next attempt or for leave to make it */
    record Again(Duration after) implements AttemptStep {}

    /** The fire has ended: the workflow returns. */
    record Ended() implements AttemptStep {}
}
