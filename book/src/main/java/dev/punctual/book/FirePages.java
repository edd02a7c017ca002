package dev.punctual.book;

import dev.punctual.workflows.audit.Ledger;
import dev.punctual.workflows.audit.LedgerRow;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the fires of some tasks for an audit: the first of all of them at once, then page by page. */
final class FirePages {
    /** Of each task so many are read at once with those of the others. */
    private static final int FIRST = 200;

    private static final int PAGE = 5_000;

    /** A range that reaches into the window is looked for among so many rows before it. */
    private static final int RANGES_WITHIN = 300;

    private static final String COLUMNS =
            "scheduled_for, id, trigger, state, reason, covers, covers_until, claimed_at, started_at";

    private final JdbcClient jdbc;
    private final Instant from;
    private final Instant to;
    private final List<TaskId> tasks = new ArrayList<>();
    private @Nullable Map<TaskId, List<Found>> first;

    FirePages(JdbcClient jdbc, Instant from, Instant to) {
        this.jdbc = jdbc;
        this.from = from;
        this.to = to;
    }

    /** A row and its key. */
    private record Found(UUID id, LedgerRow row) {}

    private record Asked(String namespace, String id) {}

    /** The fires of a task, which are read with those of the others. */
    Ledger of(TaskId task) {
        tasks.add(task);
        return new Ledger() {
            @Override
            public Iterator<LedgerRow> fires(Instant begin, Instant end) {
                if (!begin.equals(from) || !end.equals(to)) {
                    return new Pages(task, end, page(task, begin, null, end), PAGE);
                }
                if (first == null) {
                    first = readFirst();
                }
                return new Pages(task, end, first.getOrDefault(task, List.of()), FIRST);
            }

            @Override
            public List<LedgerRow> rangesInto(Instant begin) {
                return ranges(task, begin);
            }
        };
    }

    private List<LedgerRow> ranges(TaskId task, Instant begin) {
        return jdbc.sql("select " + COLUMNS + """
                     from (
                        select * from fire where namespace = :namespace and task = :task and scheduled_for < :from
                        order by scheduled_for desc, id desc limit :most) before
                    where covers > 1 and covers_until >= :from and reason <> 'CALENDAR'
                    order by scheduled_for
                    """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("from", Columns.parameter(begin))
                .param("most", RANGES_WITHIN)
                .query((row, number) -> ledgerRow(row))
                .list();
    }

    private Map<TaskId, List<Found>> readFirst() {
        Map<TaskId, List<Found>> found = new HashMap<>();
        jdbc.sql("select a.namespace, a.task, f.* from (" + """
                    select namespace, id as task
                    from jsonb_to_recordset(:rows::jsonb) as r(namespace text, id text)) a
                cross join lateral (
                    select\s""" + COLUMNS + """
                     from fire k
                    where k.namespace = a.namespace and k.task = a.task
                        and k.scheduled_for >= :from and k.scheduled_for < :to
                    order by k.scheduled_for, k.id limit :most) f
                order by f.scheduled_for, f.id
                """)
                .param(
                        "rows",
                        BookJson.rows(tasks.stream()
                                .map(task -> new Asked(task.namespace(), task.id()))
                                .toList()))
                .param("from", Columns.parameter(from))
                .param("to", Columns.parameter(to))
                .param("most", FIRST)
                .query(row -> {
                    TaskId task = new TaskId(row.getString("namespace"), row.getString("task"));
                    found.computeIfAbsent(task, key -> new ArrayList<>()).add(found(row));
                });
        return found;
    }

    /** @param after the id of the row at {@code begin} that comes before; null when none does */
    private List<Found> page(TaskId task, Instant begin, @Nullable UUID after, Instant end) {
        return jdbc.sql("select " + COLUMNS + """
                     from fire
                    where namespace = :namespace and task = :task
                        and scheduled_for >= :from and (scheduled_for, id) > (:from, :after) and scheduled_for < :to
                    order by scheduled_for, id limit :most
                    """)
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("from", Columns.parameter(begin))
                .param("after", after == null ? new UUID(0, 0) : after)
                .param("to", Columns.parameter(end))
                .param("most", PAGE)
                .query((row, number) -> found(row))
                .list();
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getObject("id", UUID.class), ledgerRow(row));
    }

    private static LedgerRow ledgerRow(ResultSet row) throws SQLException {
        Instant at = Columns.requiredInstant(row, "scheduled_for");
        Instant until = Columns.instant(row, "covers_until");
        Instant claimedAt = Columns.instant(row, "claimed_at");
        Instant startedAt = Columns.instant(row, "started_at");
        String reason = row.getString("reason");
        long covers = row.getLong("covers");
        // while the attempt runs, its start is not in the book; it follows the claim
        Instant start = startedAt == null ? claimedAt : startedAt;
        return new LedgerRow(
                at,
                Trigger.valueOf(row.getString("trigger")),
                FireState.valueOf(row.getString("state")),
                reason == null ? null : SkipReason.valueOf(reason),
                Math.max(1, covers),
                until == null ? at : until,
                start == null ? null : Duration.between(at, start));
    }

    /** Reads on when what was read is used up. */
    private final class Pages implements Iterator<LedgerRow> {
        private final TaskId task;
        private final Instant end;
        private Iterator<Found> page;
        private @Nullable Found last;
        private boolean more;

        /** @param size of the page when it is full, and so not the last */
        Pages(TaskId task, Instant end, List<Found> page, int size) {
            this.task = task;
            this.end = end;
            this.page = page.iterator();
            this.more = page.size() == size;
        }

        @Override
        public boolean hasNext() {
            if (page.hasNext()) {
                return true;
            }
            Found place = last;
            if (!more || place == null) {
                return false;
            }
            List<Found> next = page(task, place.row().scheduledFor(), place.id(), end);
            page = next.iterator();
            more = next.size() == PAGE;
            return page.hasNext();
        }

        @Override
        public LedgerRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all rows were read");
            }
            Found found = page.next();
            last = found;
            return found.row();
        }
    }
}
