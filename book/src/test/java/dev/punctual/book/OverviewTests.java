package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.book.FireOverview.Brief;
import dev.punctual.book.FireOverview.Cell;
import dev.punctual.book.FireOverview.Point;
import dev.punctual.book.FireOverview.Span;
import dev.punctual.book.TaskRecords.AuditQuery;
import dev.punctual.book.TaskRecords.Event;
import dev.punctual.book.TaskRecords.Events;
import dev.punctual.book.TaskRecords.Place;
import dev.punctual.book.TaskRecords.Version;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many fires at a glance, and what is kept of changes. */
class OverviewTests {
    private static final TestBook book = TestBook.open();
    private static final FireOverview overview = new JdbcFireOverview(book.jdbc());
    private static final TaskRecords records = new JdbcTaskRecords(book.jdbc());

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
    }

    /** Runs the task at this instant. */
    private static void run(TaskId task, Instant at, FireState end) {
        book.turnBack(task, at);
        ClaimRequest claimed = book.claim(task);
        Outcome outcome = end == FireState.SUCCEEDED
                ? new Outcome.Succeeded(null)
                : new Outcome.Failed(new FireError("E", "e"), null, false);
        assertThat(book.fires().finish(book.finish(claimed, outcome, new Verdict.Final(end))))
                .isTrue();
    }

    @Test
    void recentFiresAndRunsAreTheLastOnesOldestFirst() {
        Instant now = book.now().truncatedTo(ChronoUnit.SECONDS);
        TaskId task = book.create("often", book.everyMinute()).id();
        for (int ago = 5; ago > 0; ago--) {
            run(task, now.minusSeconds(ago), ago == 1 ? FireState.FAILED : FireState.SUCCEEDED);
        }
        book.create("never", book.everyMinute());
        Map<String, List<Brief>> recent = overview.recent("default", List.of("often", "never", "unknown"), 3);
        assertThat(recent).containsOnlyKeys("often");
        assertThat(recent.get("often"))
                .extracting(Brief::at)
                .containsExactly(now.minusSeconds(3), now.minusSeconds(2), now.minusSeconds(1));
        assertThat(recent.get("often"))
                .extracting(Brief::state)
                .containsExactly(FireState.SUCCEEDED, FireState.SUCCEEDED, FireState.FAILED);
        assertThat(recent.get("often")).allSatisfy(fire -> {
            assertThat(fire.lateness()).isPositive();
            assertThat(fire.duration()).isNotNull();
        });
        assertThat(overview.runs("default", "often", 2))
                .extracting(Brief::at)
                .containsExactly(now.minusSeconds(2), now.minusSeconds(1));
    }

    @Test
    void whatIsUsualIsTheMedianOfTheLastSuccesses() {
        Instant now = book.now().truncatedTo(ChronoUnit.SECONDS);
        TaskId task = book.create("usual", book.everyMinute()).id();
        for (int ago = 5; ago > 0; ago--) {
            run(task, now.minusSeconds(ago), ago == 1 ? FireState.FAILED : FireState.SUCCEEDED);
        }
        run(book.create("always-fails", book.everyMinute()).id(), now.minusSeconds(1), FireState.FAILED);
        Duration usual = overview.runs("default", "usual", 10).stream()
                .filter(run -> run.state() == FireState.SUCCEEDED)
                .map(Brief::duration)
                .sorted()
                .toList()
                .get(1);
        assertThat(overview.usual("default", List.of("usual", "always-fails", "unknown")))
                .isEqualTo(Map.of("usual", usual));
    }

    @Test
    void aCellShowsTheWorstOfItsFiresAndARowSaysHowFarItGoesBack() {
        Instant from = book.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(10));
        TaskId task = book.create("celled", book.everyMinute()).id();
        run(task, from.plusSeconds(10), FireState.SUCCEEDED);
        run(task, from.plusSeconds(20), FireState.FAILED);
        run(task, from.plusSeconds(60), FireState.SUCCEEDED);
        FireOverview.GridRow whole = row(from, 100);
        assertThat(whole.completeFrom()).isNull();
        assertThat(whole.cells()).containsOnlyKeys(0, 1);
        assertThat(whole.cells().get(0)).isEqualTo(new Cell(2, FireState.FAILED, true, null));
        assertThat(whole.cells().get(1))
                .satisfies(cell -> assertThat(cell.fire())
                        .isEqualTo(book.firesOf(task).getLast().id()));
        FireOverview.GridRow part = row(from, 2);
        assertThat(part.completeFrom()).isEqualTo(from.plusSeconds(20));
    }

    private static FireOverview.GridRow row(Instant from, int most) {
        Map<String, FireOverview.GridRow> rows =
                overview.grid("default", List.of("celled"), new Span(from, Duration.ofMinutes(1), 5, most));
        return Objects.requireNonNull(rows.get("celled"), "the task has fires");
    }

    @Test
    void theHistoryComesFromCountsByTheMinute() {
        Instant minute = book.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(2));
        TaskId task = book.create("counted", book.everyMinute()).id();
        run(task, minute.plusSeconds(1), FireState.SUCCEEDED);
        run(task, minute.plusSeconds(2), FireState.FAILED);
        new JdbcFireStats(book.jdbc(), book.engine()).rollUp();
        List<Point> points =
                overview.history("default", minute.minusSeconds(120), minute.plusSeconds(120), Duration.ofMinutes(2));
        assertThat(points).singleElement().satisfies(point -> {
            assertThat(point.at()).isEqualTo(minute);
            assertThat(point.fires()).containsOnly(Map.entry(FireState.SUCCEEDED, 1L), Map.entry(FireState.FAILED, 1L));
            assertThat(point.latenessMax()).isGreaterThanOrEqualTo(point.latenessP50());
        });
    }

    @Test
    void activeTasksComeInPagesByTheirIds() {
        book.create("b", book.everyMinute());
        book.create("a", book.everyMinute());
        TaskId paused = book.create("c", book.everyMinute()).id();
        book.tasks().pause(paused, null, null, null, "ann");
        assertThat(overview.active("default", null, 1))
                .extracting(Upcoming::task)
                .containsExactly(TestBook.id("a"));
        assertThat(overview.active("default", "a", 5))
                .extracting(Upcoming::task)
                .containsExactly(TestBook.id("b"));
    }

    @Test
    void versionsNameWhoMadeThem() {
        TaskId task = book.create("changed", book.everyMinute()).id();
        book.tasks().trigger(task, "tim");
        book.tasks().pause(task, "because", null, null, "ann");
        assertThat(records.versions(task, null, 10))
                .extracting(Version::version, Version::actor)
                .containsExactly(tuple(2, "ann"), tuple(1, "tester"));
        assertThat(records.versions(task, 2, 10)).extracting(Version::version).containsExactly(1);
    }

    @Test
    void theAuditLogIsPagedWithoutGapOrRepeatWhoeverIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            TaskId task = book.create("audited-" + i, book.everyMinute()).id();
            book.tasks().pause(task, null, null, null, i % 2 == 0 ? "ann" : "bob");
        }
        assertThat(read(null, null)).hasSize(10).isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
        assertThat(read(null, "ann")).extracting(Event::task).containsExactly("audited-4", "audited-2", "audited-0");
        assertThat(read("audited-1", null)).extracting(Event::verb).containsExactly("pause", "create");
        assertThat(read("audited-1", "ann")).isEmpty();
    }

    private static List<Event> read(@Nullable String task, @Nullable String actor) {
        List<Event> all = new ArrayList<>();
        Place before = null;
        do {
            Events page = records.audit(new AuditQuery("default", task, actor, null, null, before, 2));
            all.addAll(page.events());
            before = page.next();
        } while (before != null);
        return all;
    }

    @Test
    void namespacesAreThoseThatHoldTasks() {
        assertThat(records.namespaces()).isEmpty();
        book.create("here", book.everyMinute());
        book.tasks().create(new TaskId("zeta", "there"), TestBook.spec(book.everyMinute()), "ann");
        book.tasks().create(new TaskId("alpha", "there"), TestBook.spec(book.everyMinute()), "ann");
        assertThat(records.namespaces()).containsExactly("alpha", "default", "zeta");
    }
}
