package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionsTests {
    /** A Wednesday; its week begins on the 3rd. */
    private static final Instant WEDNESDAY = Instant.parse("2031-11-05T12:00:00Z");

    private final TestBook book = TestBook.open();
    private final Partitions partitions = book.partitions();

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void theWeeksAroundAnInstantAreMadeOnce() {
        assertThat(partitions.ensure(WEDNESDAY)).isEqualTo(8);
        assertThat(partitions.ensure(WEDNESDAY)).isZero();
        assertThat(names("fire"))
                .containsExactly("fire_20311027", "fire_20311103", "fire_20311110", "fire_20311117", "fire_default");
        assertThat(names("attempt")).hasSize(5);
        assertThat(partitions.ensure(WEDNESDAY.plusSeconds(7 * 86_400))).isEqualTo(2);
    }

    @Test
    void severalProcessesMayMakeThemAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> book.partitions().ensure(WEDNESDAY)))
                    .toList();
            int made = 0;
            for (Future<Integer> one : all) {
                made += one.get();
            }
            assertThat(made).isEqualTo(8);
        }
    }

    @Test
    void rowsAreKeptInTheirWeekByUniversalTime() {
        partitions.ensure(WEDNESDAY);
        skipAt("weeks", Instant.parse("2031-11-03T00:00:00Z"), Instant.parse("2031-11-09T23:59:59.999999Z"));
        assertThat(partitionsOfFires()).containsOnly("fire_20311103");
        skipAt("others", Instant.parse("2031-11-02T23:59:59.999999Z"), Instant.parse("2031-11-10T00:00:00Z"));
        assertThat(partitionsOfFires())
                .containsExactlyInAnyOrder("fire_20311103", "fire_20311103", "fire_20311027", "fire_20311110");
    }

    @Test
    void aWeekThatBeganWithoutItsPartitionStaysInTheDefaultOne() {
        skipAt("early", WEDNESDAY, WEDNESDAY.plusSeconds(60));
        assertThat(partitions.ensure(WEDNESDAY)).isEqualTo(7);
        assertThat(names("fire")).doesNotContain("fire_20311103").contains("fire_20311110", "fire_20311027");
        assertThat(book.firesOf(TestBook.id("early"))).hasSize(2);
        assertThat(book.fire(book.firesOf(TestBook.id("early")).getFirst().id()))
                .isNotNull();
    }

    private void skipAt(String name, Instant... instants) {
        TaskId id = book.create(name, book.everyMinute()).id();
        List<Skip> skips = Arrays.stream(instants)
                .map(at -> new Skip(at, at, 1, SkipReason.USER, "for the test"))
                .toList();
        assertThat(book.fires().passOver(book.due(id), new Plan.PassOver(skips, NextFire.at(book.now()))))
                .isTrue();
    }

    private List<String> partitionsOfFires() {
        return book.jdbc()
                .sql("select tableoid::regclass::text as name from fire")
                .query((row, number) -> row.getString("name"))
                .list();
    }

    private List<String> names(String table) {
        return book.jdbc()
                .sql(
                        "select inhrelid::regclass::text as name from pg_inherits where inhparent = :table::regclass order by 1")
                .param("table", table)
                .query((row, number) -> row.getString("name"))
                .list();
    }
}
