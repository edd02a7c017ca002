package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user's wish that arrived at the workflow, as a signal or a cancel request; the book carries it out. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskChange.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = TaskChange.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = TaskChange.Reschedule.class, name = "reschedule"),
    @JsonSubTypes.Type(value = TaskChange.Trigger.class, name = "trigger"),
    @JsonSubTypes.Type(value = TaskChange.Cancel.class, name = "cancel")
})
public sealed interface TaskChange {
    /** @param reason why; null for none */
    record Pause(@Nullable String reason) implements TaskChange {}

    /** Back in force, with the task's own catch-up policy. */
    record Resume() implements TaskChange {}

    /** @param at when the next fire is to start instead */
    record Reschedule(Instant at) implements TaskChange {}

    /** One fire now. */
    record Trigger() implements TaskChange {}

    /** No fire ever again. */
    record Cancel() implements TaskChange {}
}
