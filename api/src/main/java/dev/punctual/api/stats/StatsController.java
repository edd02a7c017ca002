package dev.punctual.api.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireStats;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows counts, rates and lateness. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Stats")
public final class StatsController {
    private final FireStats stats;

    public StatsController(FireStats stats) {
        this.stats = stats;
    }

    /** Figures of one moment. */
    @Schema(name = "Stats")
    public record StatsView(Map<TaskState, Long> tasks, EngineView engine, Windows fires) {}

    /** How far the engine is behind the book. */
    @Schema(name = "EngineStats")
    public record EngineView(
            @Schema(description = "Tasks of whose present version the engine has not been told")
            long backlog,

            @Schema(description = "Active tasks whose instant passed unclaimed")
            long overdue) {}

    /** Fires of the last minute, hour and day. */
    @Schema(name = "StatsWindows")
    public record Windows(WindowView minute, WindowView hour, WindowView day) {}

    /** Fires of a span of time up to now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatsWindow")
    public record WindowView(
            Duration length,
            Map<FireState, Long> counts,
            double perSecond,
            @Nullable BigDecimal latenessP50Millis,
            @Nullable BigDecimal latenessP99Millis) {
        static WindowView of(FireStats.Window window) {
            return new WindowView(
                    window.length(),
                    complete(FireState.class, window.fires()),
                    window.perSecond(),
                    Millis.of(window.latenessP50()),
                    Millis.of(window.latenessP99()));
        }
    }

    @Operation(operationId = "getStats", summary = "Show counts, rates and lateness")
    @GetMapping("/stats")
    StatsView get(Namespace namespace, Query query) {
        query.end();
        FireStats.Stats now = stats.of(namespace.name());
        return new StatsView(
                complete(TaskState.class, now.tasks()),
                new EngineView(now.engine().backlog(), now.engine().overdue()),
                new Windows(WindowView.of(now.minute()), WindowView.of(now.hour()), WindowView.of(now.day())));
    }

    /** Every state with its count, so that readers need not know which may be missing. */
    private static <E extends Enum<E>> Map<E, Long> complete(Class<E> states, Map<E, Long> counts) {
        Map<E, Long> all = new EnumMap<>(states);
        for (E state : states.getEnumConstants()) {
            all.put(state, counts.getOrDefault(state, 0L));
        }
        return all;
    }
}
