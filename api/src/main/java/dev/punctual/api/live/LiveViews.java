package dev.punctual.api.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.fire.FireView;
import dev.punctual.api.json.Json;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.LiveTask;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What events say. */
public final class LiveViews {
    private static final Map<String, String> CHANGES = Map.of(
            "create", "CREATED",
            "replace", "REPLACED",
            "pause", "PAUSED",
            "resume", "RESUMED",
            "cancel", "CANCELLED",
            "complete", "COMPLETED",
            "reschedule", "RESCHEDULED",
            "trigger", "TRIGGERED",
            "skipNext", "SKIPPED_NEXT",
            "thaw", "THAWED");

    private LiveViews() {}

    /** What a {@code task} event says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TaskEvent")
    public record TaskEvent(
            String id,
            String namespace,
            TaskState state,
            @Nullable Instant nextFireAt,
            int version,

            @Schema(
                    example = "PAUSED",
                    description = "CREATED, REPLACED, PAUSED, RESUMED, CANCELLED, COMPLETED, RESCHEDULED, TRIGGERED,"
                            + " SKIPPED_NEXT, THAWED, or another verb of the audit log in capitals")
            String change) {}

    /** What a {@code stats} event says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatsEvent")
    public record StatsEvent(
            @Schema(description = "Attempts in progress, on all workers")
            int running,

            @Schema(description = "Fires held for their instant, by all workers")
            int held,

            @Schema(description = "Fires that ended in a second, over the last ten")
            double perSecond,

            @Schema(description = "Of the fires that ended in the last minute") @Nullable
            BigDecimal latenessP50Millis,

            @Nullable BigDecimal latenessP99Millis,

            @Schema(description = "Active tasks of all namespaces whose instant passed unclaimed")
            long overdue) {}

    /** What a {@code gap} event says. */
    @Schema(name = "GapEvent")
    public record GapEvent(
            @Schema(
                    description =
                            "slow: events came quicker than they were taken; lost: what was missed is no longer known; many: too much changed at once",
                    allowableValues = {"slow", "lost", "many"})
            String reason) {}

    static LiveEvents.Item of(LiveFire fire) {
        return item(Topic.FIRE, FireView.of(fire.fire()));
    }

    /** @param verb of the audit log */
    static LiveEvents.Item of(LiveTask task, String verb) {
        String change = CHANGES.getOrDefault(
                verb, verb.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
        return item(
                Topic.TASK,
                new TaskEvent(
                        task.id().id(),
                        task.id().namespace(),
                        task.state(),
                        task.nextFireAt(),
                        task.version(),
                        change));
    }

    static LiveEvents.Item of(StatsEvent stats) {
        return item(Topic.STATS, stats);
    }

    private static LiveEvents.Item item(Topic topic, Object view) {
        return new LiveEvents.Item(topic.event(), new String(Json.write(view), StandardCharsets.UTF_8));
    }
}
