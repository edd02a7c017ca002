package dev.punctual.api.zone;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.TimeZoneBook;
import dev.punctual.book.TimeZoneBook.Page;
import dev.punctual.book.TimeZoneBook.Shift;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Finds the next fires that the time-zone data of this process puts elsewhere, and plans them anew. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Time-zone data")
public final class TimeZoneDataController {
    private final TimeZoneBook book;

    public TimeZoneDataController(TimeZoneBook book) {
        this.book = book;
    }

    /**
     * What came of one page of tasks.
     *
     * @param tzdataVersion the data of the process that answers
     * @param examined how many tasks were compared for this page
     * @param items those whose next fire moves, or was moved
     * @param nextPageToken where the tasks go on; left out when all are done
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TimeZoneShifts")
    public record ShiftsView(
            @Schema(example = "2025b") String tzdataVersion,
            int examined,
            List<ShiftView> items,
            @Nullable String nextPageToken) {
        static ShiftsView of(Page page, PageToken tokens) {
            String last = page.last();
            return new ShiftsView(
                    TimeZoneData.version(),
                    page.examined(),
                    page.shifts().stream().map(ShiftView::of).toList(),
                    last == null ? null : tokens.after(last));
        }
    }

    /**
     * A next fire that moves.
     *
     * @param recordedTzdataVersion the data that it was computed with; left out when the book does not know
     * @param nextFireAt where it was
     * @param becomes where it is by the data of this process; left out when nothing is left of the schedule
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TimeZoneShift")
    public record ShiftView(
            String task,
            TaskState state,
            @Schema(example = "Europe/Berlin") String timeZone,
            @Schema(example = "2025a") @Nullable String recordedTzdataVersion,
            Instant nextFireAt,
            @Nullable Instant becomes) {
        static ShiftView of(Shift shift) {
            return new ShiftView(
                    shift.task().id(),
                    shift.state(),
                    shift.schedule().timeZone().getId(),
                    shift.recordedVersion(),
                    shift.from(),
                    shift.to());
        }
    }

    @Operation(
            operationId = "compareTimeZoneData",
            summary = "List the tasks whose next fire moves under the time-zone data of this process")
    @Parameter(
            name = "pageSize",
            description = "how many tasks are compared; of these the page holds those whose next fire moves",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
    @Parameter(name = "pageToken", description = "the nextPageToken of the page before")
    @GetMapping("/timeZoneData")
    ShiftsView compare(Namespace namespace, Query query) {
        PageToken tokens = tokens(namespace);
        PageRequest page = PageRequest.read(query, tokens);
        return ShiftsView.of(book.compare(namespace.name(), page.after(), page.size()), tokens);
    }

    @Operation(
            operationId = "replanForTimeZoneData",
            summary = "Plan anew the next fires that move under the time-zone data of this process")
    @Parameter(
            name = "pageSize",
            description = "how many tasks are compared; of these the page holds those whose next fire was moved",
            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
    @Parameter(name = "pageToken", description = "the nextPageToken of the page before")
    @PostMapping("/timeZoneData:replan")
    ShiftsView replan(Namespace namespace, Query query, JsonBody body, Actor actor) {
        Errors errors = new Errors();
        Fields.of(body.orEmpty(), "", errors).end();
        PageToken tokens = tokens(namespace);
        PageRequest page = PageRequest.read(query, tokens);
        errors.throwIfAny();
        return ShiftsView.of(book.replan(namespace.name(), page.after(), page.size(), actor.name()), tokens);
    }

    /** One of either list goes on in the other, as both go through the same tasks. */
    private static PageToken tokens(Namespace namespace) {
        return PageToken.of("timeZoneData", namespace.name());
    }
}
