package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a fire takes in the book, with its indexes: the figure of docs/operations.md. */
class RowSizeTests {
    private static final TestBook book = TestBook.open();
    private static final int TASKS = 200;
    private static final int ROUNDS = 20;

    /** More than this, and the arithmetic of the page is wrong. */
    private static final double MOST = 600;

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aFireTakesLessThanThePageSays() {
        book.partitions().ensure(book.now());
        long empty = size();
        List<TaskId> ids = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            ids.add(book.create("a-task-with-a-usual-name-" + i, book.everyMinute())
                    .id());
        }
        Claims claims = new Claims(book.jdbc(), book.clock());
        Finishes finishes = new Finishes(book.jdbc());
        Outcome outcome =
                new Outcome.Succeeded(Map.of("status", 200, "body", "{\"accepted\":true}", "bodyTruncated", false));
        for (int round = 0; round < ROUNDS; round++) {
            Instant at = book.now();
            ids.forEach(id -> book.turnBack(id, at));
            List<ClaimRequest> requests =
                    ids.stream().map(id -> book.request(book.due(id))).toList();
            assertThat(claims.decide(requests)).hasOnlyElementsOfType(Claim.Claimed.class);
            List<Finish> ends = requests.stream()
                    .map(request -> book.finish(request, outcome))
                    .toList();
            assertThat(finishes.record(ends)).containsOnly(true);
            // as autovacuum does in a week
            book.jdbc().sql("vacuum fire").update();
        }
        long fires =
                book.jdbc().sql("select count(*) from fire").query(Long.class).single();
        double bytes = (size() - empty) / (double) fires;
        System.out.printf("%.0f bytes a fire%n", bytes);
        assertThat(bytes).as("bytes a fire").isBetween(200.0, MOST);
    }

    /** Of all weeks with their indexes. */
    private static long size() {
        return book.jdbc().sql("""
                select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'fire'::regclass
                """).query(Long.class).single();
    }
}
