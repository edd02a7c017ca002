package dev.punctual.api.freeze;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.book.Freeze;
import dev.punctual.workflows.task.CatchUpPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A freeze in JSON; what does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Freeze")
public record FreezeView(
        String id,

        @Schema(description = "Which tasks; left out for all of the namespace", example = "team=billing") @Nullable
        String label,

        @Schema(maxLength = 400) @Nullable String reason,

        @Schema(description = "When it thaws by itself; left out for never") @Nullable
        Instant until,

        @Schema(description = "Which of the instants that pass meanwhile still run; left out for what each task says")
        @Nullable
        CatchUpPolicy catchUp,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) Freeze.State state,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "How many tasks rest because of it now")
        long tasks,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) Instant createTime,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) String createdBy,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        Instant thawTime) {

    static FreezeView of(Freeze freeze) {
        Freeze.Label label = freeze.wish().label();
        return new FreezeView(
                freeze.id(),
                label == null ? null : label.key() + "=" + label.value(),
                freeze.wish().reason(),
                freeze.wish().until(),
                freeze.wish().catchUp(),
                freeze.state(),
                freeze.tasks(),
                freeze.createdAt(),
                freeze.createdBy(),
                freeze.thawedAt());
    }
}
