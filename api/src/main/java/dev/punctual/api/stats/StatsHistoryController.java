package dev.punctual.api.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Times;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireOverview.Point;
import dev.punctual.workflows.fire.FireState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows counts and lateness over time, from counts that are kept by the minute. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Stats")
public final class StatsHistoryController {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_POINTS = 1_500;

    private final FireOverview overview;
    private final InstantSource clock;

    /** @param clock the book's */
    public StatsHistoryController(FireOverview overview, InstantSource clock) {
        this.overview = overview;
        this.clock = clock;
    }

    /** Ended fires over time. */
    @Schema(name = "StatsHistory")
    public record HistoryView(@Schema(example = "PT1M") Duration step, List<PointView> points) {}

    /** The ended fires whose instants are within one step. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatsPoint")
    public record PointView(
            @Schema(description = "Where the step begins") Instant at,
            long succeeded,
            long failed,
            long skipped,
            long lost,
            long cancelled,
            long timedOut,
            @Nullable BigDecimal latenessP50Millis,
            @Nullable BigDecimal latenessP99Millis,
            @Nullable BigDecimal latenessMaxMillis) {
        static PointView of(Point point) {
            return new PointView(
                    point.at(),
                    count(point, FireState.SUCCEEDED),
                    count(point, FireState.FAILED),
                    count(point, FireState.SKIPPED),
                    count(point, FireState.LOST),
                    count(point, FireState.CANCELLED),
                    count(point, FireState.TIMED_OUT),
                    Millis.of(point.latenessP50()),
                    Millis.of(point.latenessP99()),
                    Millis.of(point.latenessMax()));
        }

        private static long count(Point point, FireState state) {
            return point.fires().getOrDefault(state, 0L);
        }
    }

    @Operation(
            operationId = "getStatsHistory",
            summary = "Show counts and lateness of ended fires by steps of time; about a week back")
    @Parameter(name = "from", description = "from this instant on, cut to the minute; an hour before to when left out")
    @Parameter(name = "to", description = "before this instant; now when left out")
    @Parameter(
            name = "step",
            description = "how long a step is, in whole minutes; at most 1500 steps",
            schema = @Schema(type = "string", format = "duration", defaultValue = "PT1M"))
    @GetMapping("/stats/history")
    HistoryView get(Namespace namespace, Query query) {
        Instant until = query.instant("to");
        Instant to = until == null ? clock.instant() : until;
        Instant since = query.instant("from");
        Instant from = (since == null ? to.minus(Duration.ofHours(1)) : since).truncatedTo(ChronoUnit.MINUTES);
        Duration step = Steps.read(query, MINUTE);
        if (step.toSeconds() % MINUTE.toSeconds() != 0) {
            query.refuse(
                    "step",
                    "STEP",
                    "step is %s; counts are kept by the minute: send whole minutes".formatted(Times.show(step)));
        }
        Steps.check(query, from, to, step, MOST_POINTS);
        query.end();
        Map<Instant, Point> counted = new HashMap<>();
        overview.history(namespace.name(), from, to, step).forEach(point -> counted.put(point.at(), point));
        List<PointView> points = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
            points.add(PointView.of(counted.getOrDefault(at, new Point(at, Map.of(), null, null, null))));
        }
        return new HistoryView(step, points);
    }
}
