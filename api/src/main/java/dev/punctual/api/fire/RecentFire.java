package dev.punctual.api.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.stats.Millis;
import dev.punctual.book.FireOverview.Brief;
import dev.punctual.workflows.fire.FireState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fire in brief. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecentFire")
public record RecentFire(
        @Schema(description = "Its id") String fire,
        FireState state,
        @Nullable BigDecimal latenessMillis,

        @Schema(description = "From its first start to its end") @Nullable
        BigDecimal durationMillis,

        @Schema(description = "Its instant") Instant at) {
    /** The fire as it is shown. */
    public static RecentFire of(Brief fire) {
        return new RecentFire(
                fire.id().toString(), fire.state(), Millis.of(fire.lateness()), Millis.of(fire.duration()), fire.at());
    }
}
