package dev.punctual.book;

import dev.punctual.book.FireOverview.Cell;
import dev.punctual.book.FireOverview.GridRow;
import dev.punctual.book.FireOverview.Span;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a task in the grid, while it is put together from its fires of one step and state at a time. */
final class GridParts {
    private static final List<FireState> BY_BADNESS = List.of(
            FireState.SUCCEEDED,
            FireState.PENDING,
            FireState.RUNNING,
            FireState.SKIPPED,
            FireState.CANCELLED,
            FireState.RETRYING,
            FireState.TIMED_OUT,
            FireState.LOST,
            FireState.FAILED);

    private final Span span;
    private final SortedMap<Integer, Cell> cells = new TreeMap<>();
    private long rows;
    private @Nullable Instant oldest;

    /** @param span of the grid */
    GridParts(Span span) {
        this.span = span;
    }

    /** Adds the fires of one state in one step. */
    void add(ResultSet row) throws SQLException {
        long here = row.getLong("rows");
        rows += here;
        Instant first = Columns.requiredInstant(row, "oldest");
        oldest = oldest == null || first.isBefore(oldest) ? first : oldest;
        long fires = here - row.getLong("ranges") + row.getLong("covered");
        Cell cell = new Cell(
                fires,
                FireState.valueOf(row.getString("state")),
                row.getBoolean("late"),
                here == 1 ? new FireId(row.getObject("id", UUID.class)) : null);
        long steps = Duration.between(span.from(), Columns.requiredInstant(row, "at"))
                .dividedBy(span.step());
        cells.merge(Math.toIntExact(steps), cell, GridParts::together);
    }

    private static Cell together(Cell one, Cell other) {
        boolean worse = BY_BADNESS.indexOf(other.state()) > BY_BADNESS.indexOf(one.state());
        return new Cell(
                one.fires() + other.fires(), worse ? other.state() : one.state(), one.late() || other.late(), null);
    }

    /** All of it; complete from its oldest fire on when there may be more before. */
    GridRow row() {
        return new GridRow(Collections.unmodifiableSortedMap(cells), rows < span.most() ? null : oldest);
    }
}
