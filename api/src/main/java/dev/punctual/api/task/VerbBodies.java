package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.punctual.workflows.task.CatchUpPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the verbs take, for their description: bodies are read as trees. */
final class VerbBodies {
    private VerbBodies() {}

    @Schema(name = "PauseRequest")
    record Pause(
            @Schema(maxLength = 500) @Nullable String reason,

            @Schema(description = "When it resumes by itself; left out for never") @Nullable
            Instant until) {}

    @Schema(name = "ResumeRequest")
    record Resume(
            @Schema(description = "Which of the instants that passed still run; left out for the task's own policy")
            @Nullable
            CatchUpPolicy catchUp) {}

    @Schema(name = "CancelRequest", description = "Has no fields")
    record Cancel() {}

    @Schema(name = "RescheduleRequest")
    record Reschedule(
            @Schema(description = "When the next fire is to start; a past instant means now")
            Instant at) {}

    @Schema(name = "TriggerRequest")
    record Trigger(
            @Schema(description = "What the fire's action is given: any JSON of up to 16 KiB") @Nullable
            Object input,

            @Schema(description = "How long the answer waits for the fire's end, up to PT60S", example = "PT5S")
            @Nullable
            @JsonProperty("wait")
            Duration longestWait) {}

    @Schema(name = "BatchCreateRequest")
    record BatchCreate(@Schema(maxLength = 1000) List<TaskView> tasks) {}
}
