package dev.punctual.api.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.book.FireOverview;
import dev.punctual.workflows.schedule.TimeZoneData;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what fires next. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Fires")
public final class UpcomingController {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    private static final int DAYS = 7;

    private final UpcomingFires upcoming;
    private final UpcomingHours hours;

    /** @param clock the book's */
    public UpcomingController(FireLedger ledger, FireOverview overview, InstantSource clock) {
        this.upcoming = new UpcomingFires(ledger);
        this.hours = new UpcomingHours(overview, clock);
    }

    /**
     * The next fires.
     *
     * @param items in order
     * @param tzdataVersion the time-zone data that those after a task's next fire were computed with
     * @param completeUntil from this instant on fires of further tasks may be missing; left out when none is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UpcomingFires")
    public record UpcomingView(
            List<Entry> items,
            @Schema(example = "2025b") String tzdataVersion,
            @Nullable Instant completeUntil) {}

    /** One fire to come. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UpcomingFire")
    public record Entry(
            String task,
            Instant scheduledFor,
            @Nullable String displayName,
            String description,
            @Nullable String note) {
        static Entry of(Upcoming fire) {
            return new Entry(
                    fire.task().id(),
                    fire.at(),
                    fire.spec().displayName(),
                    fire.spec().summary(),
                    fire.spec().schedule().note(fire.at()).orElse(null));
        }
    }

    @Operation(operationId = "listUpcomingFires", summary = "List the next fires of all active tasks, in order")
    @Parameter(name = "from", description = "only at this instant or later")
    @Parameter(name = "to", description = "only before this instant")
    @Parameter(name = "limit", schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
    @GetMapping("/upcoming")
    UpcomingView upcoming(Namespace namespace, Query query) {
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        int limit = query.integer("limit", 1, MOST, DEFAULT_LIMIT);
        query.end();
        UpcomingFires.Found found = upcoming.find(namespace.name(), from, to, limit);
        return new UpcomingView(
                found.fires().stream().map(Entry::of).toList(), TimeZoneData.version(), found.completeUntil());
    }

    /**
     * The fires of the coming days.
     *
     * @param computedAt when they were counted; left out while the first count is being made
     * @param hours those that have fires, in order
     * @param busiest of the tasks' next instants, most fires first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UpcomingHours")
    public record HoursView(
            @Schema(
                    description =
                            "When they were counted; left out while the first count is being made: ask again soon")
            @Nullable
            Instant computedAt,

            @Schema(description = "Those that have fires, in order")
            List<HourView> hours,

            @Schema(description = "Those of the tasks' next instants that most of them share, most first")
            List<BusyView> busiest) {}

    /** An hour. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "UpcomingHour")
    public record HourView(
            Instant at,
            long fires,

            @Schema(
                    description =
                            "Whether the number is an estimate: tasks that fire often are counted as far as they say something new; left out when it is not")
            @Nullable
            Boolean capped) {}

    /** An instant that tasks share. */
    @Schema(name = "BusyInstant")
    public record BusyView(Instant at, long fires) {}

    @Operation(operationId = "listUpcomingHours", summary = "Show how many fires each hour of the coming days holds")
    @Parameter(name = "days", schema = @Schema(type = "integer", minimum = "1", maximum = "14", defaultValue = "7"))
    @GetMapping("/upcoming/hours")
    HoursView hours(Namespace namespace, Query query) {
        int days = query.integer("days", 1, UpcomingHours.MOST_DAYS, DAYS);
        query.end();
        UpcomingHours.Counted counted = hours.of(namespace.name()).orElse(null);
        if (counted == null) {
            return new HoursView(null, List.of(), List.of());
        }
        List<HourView> shown = counted.hours().stream()
                .limit(days * 24L)
                .filter(hour -> hour.fires() > 0)
                .map(hour -> new HourView(hour.at(), hour.fires(), hour.estimated() ? (Boolean) true : null))
                .toList();
        return new HoursView(
                counted.at(),
                shown,
                counted.busiest().stream()
                        .map(busy -> new BusyView(busy.at(), busy.fires()))
                        .toList());
    }
}
