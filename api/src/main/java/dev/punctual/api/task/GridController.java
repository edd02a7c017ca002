package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.stats.Steps;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireOverview.Cell;
import dev.punctual.book.FireOverview.GridRow;
import dev.punctual.book.FireOverview.Span;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what came of many tasks over time. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Tasks")
public final class GridController {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_COLUMNS = 800;
    private static final int MOST_ROWS = 100;
    private static final int DEFAULT_ROWS = 25;

    /** As many fires are read for one page; each row has its share. */
    private static final int MOST_FIRES = 12_000;

    private final TaskBook book;
    private final FireOverview overview;
    private final InstantSource clock;

    /** @param clock the book's */
    public GridController(TaskBook book, FireOverview overview, InstantSource clock) {
        this.book = book;
        this.overview = overview;
        this.clock = clock;
    }

    /** Tasks by time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Grid")
    public record GridView(
            @Schema(description = "Where each column begins")
            List<Instant> columns,

            List<RowView> rows,
            @Nullable String nextPageToken) {}

    /** A task and its cells. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GridRow")
    public record RowView(
            @Schema(description = "The task's id") String task,
            @Nullable String displayName,

            @ArraySchema(
                    schema = @Schema(implementation = CellView.class, nullable = true),
                    arraySchema = @Schema(description = "One for each column; null for none"))
            List<@Nullable CellView> cells,

            @Schema(
                    description =
                            "Before this instant nothing was looked at, since the task fires so often; left out when all was")
            @Nullable
            Instant completeFrom) {}

    /** The fires of a task in one column. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GridCell")
    public record CellView(
            long fires,

            @Schema(description = "The worst of their states")
            FireState state,

            @Schema(description = "Whether one started more than a second after its instant")
            boolean late,

            @Schema(description = "Its id, when it is one") @Nullable
            String fire) {
        static CellView of(Cell cell) {
            return new CellView(
                    cell.fires(),
                    cell.state(),
                    cell.late(),
                    cell.fire() == null ? null : cell.fire().toString());
        }
    }

    @Operation(operationId = "getGrid", summary = "Show what came of tasks over time: a row a task, a column a step")
    @Parameter(name = "from", description = "from this instant on, cut to the minute; a day before to when left out")
    @Parameter(name = "to", description = "before this instant; now when left out")
    @Parameter(
            name = "step",
            description = "how long a column is; at most 800 columns",
            schema = @Schema(type = "string", format = "duration", defaultValue = "PT1H"))
    @Parameter(name = "state", description = "only in this state", schema = @Schema(implementation = TaskState.class))
    @Parameter(
            name = "label",
            description = "only with this label, key=value; may be repeated",
            array = @ArraySchema(schema = @Schema(type = "string", example = "team=billing")))
    @Parameter(name = "q", description = "only with this text in the id or title")
    @Parameter(name = "actionType", description = "only with this kind of action")
    @Parameter(
            name = "limit",
            description = "how many tasks",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "25"))
    @Parameter(name = "pageToken", description = "the nextPageToken of the page before")
    @GetMapping("/grid")
    GridView get(Namespace namespace, Query query) {
        Instant until = query.instant("to");
        Instant to = until == null ? clock.instant() : until;
        Instant since = query.instant("from");
        Instant from = (since == null ? to.minus(Duration.ofDays(1)) : since).truncatedTo(ChronoUnit.MINUTES);
        Duration step = Steps.read(query, HOUR);
        int columns = Steps.check(query, from, to, step, MOST_COLUMNS);
        TaskFilter filter = TaskFilter.read(query);
        // the next page may be of another span: it is the tasks that are paged
        PageToken tokens = PageToken.of("grid", namespace.name(), filter);
        PageRequest page = PageRequest.read(query, tokens, "limit", MOST_ROWS, DEFAULT_ROWS);
        List<Task> tasks = book.list(filter.query(namespace.name(), page.after(), page.limit()));
        List<Task> shown = tasks.size() > page.size() ? tasks.subList(0, page.size()) : tasks;
        Map<String, GridRow> rows = overview.grid(
                namespace.name(),
                shown.stream().map(task -> task.id().id()).toList(),
                new Span(from, step, columns, MOST_FIRES / page.size()));
        return new GridView(
                Stream.iterate(from, at -> at.plus(step)).limit(columns).toList(),
                shown.stream()
                        .map(task -> row(task, rows.getOrDefault(task.id().id(), NOTHING), columns))
                        .toList(),
                shown.size() == tasks.size()
                        ? null
                        : tokens.after(shown.getLast().id().id()));
    }

    private static final GridRow NOTHING = new GridRow(new TreeMap<>(), null);

    private static RowView row(Task task, GridRow row, int columns) {
        List<@Nullable CellView> cells = new ArrayList<>(columns);
        for (int column = 0; column < columns; column++) {
            Cell cell = row.cells().get(column);
            cells.add(cell == null ? null : CellView.of(cell));
        }
        return new RowView(task.id().id(), task.spec().displayName(), cells, row.completeFrom());
    }
}
