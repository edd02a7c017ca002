package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the verbs take, for their description: bodies are read as trees. */
final class VerbBodies {
    /** Instants that one call may pass over. */
    static final int MOST_SKIPPED = 1_000;

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

    @Schema(name = "SkipNextRequest")
    record SkipNext(
            @Schema(
                    description = "How many; of a FIXED_DELAY schedule only one",
                    minimum = "1",
                    maximum = "1000",
                    defaultValue = "1")
            @Nullable
            Integer count) {}

    @Schema(name = "BatchRequest", description = "Either ids or a filter; and the fields of the verb itself")
    record Batch(
            @Schema(allowableValues = {"pause", "resume", "cancel", "trigger", "skipNext", "delete"})
            String verb,

            @Schema(maxLength = 1000) @Nullable List<String> ids,

            @Schema(description = "Which tasks; {} for all") @Nullable
            Filter filter,

            @Schema(description = "Say what would happen, and change nothing") @Nullable
            Boolean dryRun,

            @Schema(description = "The nextPageToken of the call before, with the same filter") @Nullable
            String pageToken,

            @Nullable String reason,
            @Nullable Instant until,
            @Nullable CatchUpPolicy catchUp,
            @Nullable Object input,
            @Nullable Integer count) {}

    @Schema(name = "BatchFilter", description = "As the query parameters of the list of tasks")
    record Filter(
            @Nullable TaskState state,

            @Schema(description = "key=value, or a list of them, all of which a task has", example = "team=billing")
            @Nullable
            Object label,

            @Nullable String q,
            @Nullable String actionType) {}

    @Schema(name = "BatchCreateRequest")
    record BatchCreate(@Schema(maxLength = 1000) List<TaskView> tasks) {}
}
