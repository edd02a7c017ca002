package dev.punctual.api.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.workflows.schedule.TimeZoneData;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
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

    private final UpcomingFires upcoming;

    public UpcomingController(FireLedger ledger) {
        this.upcoming = new UpcomingFires(ledger);
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
}
