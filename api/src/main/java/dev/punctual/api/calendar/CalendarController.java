package dev.punctual.api.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Errors;
import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.problem.FieldError;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.CalendarFile;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Preconditions;
import dev.punctual.api.web.Query;
import dev.punctual.book.CalendarBook;
import dev.punctual.book.CalendarBook.Stored;
import dev.punctual.book.CalendarId;
import dev.punctual.book.CalendarRefusal;
import dev.punctual.book.StoredCalendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.ICalendarHolidays;
import dev.punctual.workflows.schedule.calendar.InvalidCalendarException;
import dev.punctual.workflows.schedule.calendar.InvalidPartException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Creates, shows, changes and deletes calendars; a change re-plans the tasks that use them. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Calendars")
public final class CalendarController {
    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 366;

    /** An answer waits so long for the tasks to be re-planned; what is left follows without it. */
    private static final Duration REPLAN_WAIT = Duration.ofSeconds(5);

    private final CalendarBook book;
    private final CalendarChanges changes;

    public CalendarController(CalendarBook book, InstantSource clock) {
        this.book = book;
        this.changes = new CalendarChanges(book, clock);
    }

    @Operation(operationId = "listCalendars", summary = "List calendars in the order of their names")
    @PageParameters
    @GetMapping("/calendars")
    Listed list(Namespace namespace, Query query) {
        PageRequest page = PageRequest.read(query, PageToken.of("calendars", namespace.name()));
        return Listed.of(Page.of(
                book.list(namespace.name(), page.after(), page.limit()),
                page,
                CalendarView::of,
                calendar -> calendar.id().name()));
    }

    /** A page whose items are declared as what they are: of a type variable Jackson does not write the {@code type}. */
    @Schema(name = "PageCalendar")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(List<CalendarView> items, @Nullable String nextPageToken) {
        static Listed of(Page<CalendarView> page) {
            return new Listed(page.items(), page.nextPageToken());
        }
    }

    // not a ResponseEntity: Spring would answer 304 to a matching If-None-Match, but more than the version changes
    @Operation(operationId = "getCalendar", summary = "Show a calendar, and how many tasks use it")
    @GetMapping("/calendars/{name:[^:]+}")
    CalendarView get(CalendarId id, HttpServletResponse response) {
        StoredCalendar calendar = book.find(id).orElseThrow(() -> new CalendarRefusal.NotFound(id));
        response.setHeader(HttpHeaders.ETAG, etag(calendar));
        return CalendarView.of(calendar, book.usage(id));
    }

    @Operation(
            operationId = "putCalendar",
            summary = "Create a calendar under this name, or replace it and re-plan the tasks that use it")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = CalendarView.class)))
    @Parameter(
            name = "validateOnly",
            description = "true: answer which fires would come, go and move, and change nothing",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @Parameter(
            name = "days",
            description = "with validateOnly: how far to look",
            schema = @Schema(type = "integer", minimum = "1", maximum = "366", defaultValue = "30"))
    @ApiResponse(
            responseCode = "200",
            description = "Replaced; or with validateOnly, what would change",
            content = @Content(schema = @Schema(oneOf = {CalendarView.class, CalendarChanges.Plan.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = CalendarView.class)))
    @PutMapping("/calendars/{name:[^:]+}")
    ResponseEntity<Object> put(
            CalendarId id, Namespace namespace, JsonBody body, Query query, Preconditions preconditions, Actor actor) {
        Asked asked = Asked.of(query);
        CalendarReader.Read read = CalendarReader.read(body.required(), id.name());
        try {
            return carryOut(id, read.definition(), asked, new Caller(namespace, preconditions, actor));
        } catch (InvalidPartException e) {
            throw invalid(e, read.places());
        }
    }

    @Operation(
            operationId = "importCalendar",
            summary = "Create or replace a calendar by the holidays of an iCalendar file (RFC 5545)")
    @RequestBody(required = true, content = @Content(mediaType = "text/calendar", schema = @Schema(type = "string")))
    @Parameter(
            name = "validateOnly",
            description = "true: answer which fires would come, go and move, and change nothing",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @Parameter(
            name = "days",
            description = "with validateOnly: how far to look",
            schema = @Schema(type = "integer", minimum = "1", maximum = "366", defaultValue = "30"))
    @ApiResponse(
            responseCode = "200",
            description = "Replaced; or with validateOnly, what would change",
            content = @Content(schema = @Schema(oneOf = {CalendarView.class, CalendarChanges.Plan.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = CalendarView.class)))
    @PostMapping("/calendars/{name:[^:]+}:import")
    ResponseEntity<Object> importFile(
            CalendarId id,
            Namespace namespace,
            CalendarFile file,
            Query query,
            Preconditions preconditions,
            Actor actor) {
        Asked asked = Asked.of(query);
        CalendarDefinition definition;
        try {
            definition = new CalendarDefinition.Whole(ICalendarHolidays.read(file.text()));
        } catch (InvalidCalendarException e) {
            throw new ProblemException(List.of(FieldError.at("", "ICALENDAR", String.valueOf(e.getMessage()))));
        }
        return carryOut(id, definition, asked, new Caller(namespace, preconditions, actor));
    }

    @Operation(operationId = "deleteCalendar", summary = "Delete a calendar that nothing uses")
    @ApiResponse(responseCode = "204", description = "Deleted", content = @Content)
    @DeleteMapping("/calendars/{name:[^:]+}")
    ResponseEntity<Void> delete(CalendarId id, Preconditions preconditions) {
        book.delete(id, current -> check(id, Optional.of(current), preconditions));
        return ResponseEntity.noContent().build();
    }

    /** What the query says. */
    private record Asked(boolean validateOnly, int days) {
        static Asked of(Query query) {
            String flag = query.text("validateOnly");
            if (flag != null && !flag.equals("true") && !flag.equals("false")) {
                query.refuse("validateOnly", "TYPE", "validateOnly is '%s'; send true or false".formatted(flag));
            }
            int days = query.integer("days", 1, MOST_DAYS, DEFAULT_DAYS);
            query.end();
            return new Asked("true".equals(flag), days);
        }
    }

    /** Who asks, for which namespace and version. */
    private record Caller(Namespace namespace, Preconditions preconditions, Actor actor) {}

    private ResponseEntity<Object> carryOut(CalendarId id, CalendarDefinition definition, Asked asked, Caller caller) {
        if (asked.validateOnly()) {
            check(id, book.find(id), caller.preconditions());
            return ResponseEntity.ok(changes.plan(id, definition, asked.days()));
        }
        Stored stored = book.put(
                id,
                definition,
                current -> check(id, current, caller.preconditions()),
                caller.actor().name());
        if (!stored.created()) {
            long end = System.nanoTime() + REPLAN_WAIT.toNanos();
            book.replanBehind(id.namespace(), () -> System.nanoTime() < end);
        }
        ResponseEntity.BodyBuilder answer = stored.created()
                ? ResponseEntity.status(201)
                        .header(HttpHeaders.LOCATION, caller.namespace().base() + "/calendars/" + id.name())
                : ResponseEntity.ok();
        return answer.header(HttpHeaders.ETAG, etag(stored.calendar()))
                .body(CalendarView.of(stored.calendar(), book.usage(id)));
    }

    private static void check(CalendarId id, Optional<StoredCalendar> current, Preconditions preconditions) {
        preconditions.check("calendar", id.name(), current.map(StoredCalendar::version));
    }

    private static ProblemException invalid(InvalidPartException invalid, Map<String, String> places) {
        Errors errors = new Errors();
        errors.add(places.getOrDefault(invalid.part(), ""), invalid.code(), String.valueOf(invalid.getMessage()));
        return new ProblemException(errors.problem(), Map.of());
    }

    private static String etag(StoredCalendar calendar) {
        return "\"" + calendar.version() + "\"";
    }
}
