package dev.punctual.api.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.book.Backfill;
import dev.punctual.workflows.fire.FireState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backfill in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Operation")
public record OperationView(
        String id,
        Kind kind,
        String task,
        Backfill.State state,

        @Schema(description = "The first instant that may be among those that run")
        Instant from,

        @Schema(description = "The first that may not") Instant to,
        int ratePerMinute,

        @Schema(description = "Whether instants that have succeeded run again")
        boolean rerun,

        @Schema(description = "How many instants the schedule names in the range")
        long instants,

        @Schema(description = "How many fires were made so far")
        long entered,

        @Schema(description = "How many instants were passed over, because they had run")
        long leftOut,

        @Schema(description = "How many fires of the range are in which state; left out in lists") @Nullable
        Map<FireState, Long> fires,

        Instant createTime,
        String createdBy,
        @Nullable Instant endTime) {

    /** What goes on. */
    public enum Kind {
        /** Past instants of a task are run. */
        BACKFILL
    }

    static OperationView of(Backfill backfill, @Nullable Map<FireState, Long> fires) {
        return new OperationView(
                backfill.id(),
                Kind.BACKFILL,
                backfill.task().id(),
                backfill.state(),
                backfill.range().from(),
                backfill.range().to(),
                backfill.range().ratePerMinute(),
                backfill.range().rerun(),
                backfill.instants(),
                backfill.entered(),
                backfill.leftOut(),
                fires,
                backfill.createdAt(),
                backfill.createdBy(),
                backfill.endedAt());
    }
}
