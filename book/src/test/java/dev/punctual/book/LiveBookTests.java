package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireOutput.Numbered;
import dev.punctual.book.LiveBook.Changes;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.LiveTask;
import dev.punctual.book.LiveBook.Mark;
import dev.punctual.book.LiveBook.TaskNote;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those who watch are told, and the counts and lines that triggers and attempts keep. */
class LiveBookTests {
    private static final TestBook book = TestBook.open();
    private static final LiveBook live = new JdbcLiveBook(book.jdbc());

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
        book.jdbc().sql("truncate live_watch, live_change, fire_output").update();
    }

    private static Changes since(Mark mark) {
        return live.since(mark).orElseThrow();
    }

    @Test
    void everyChangeOfAFireAndATaskIsToldOnce() {
        live.watch();
        Mark before = live.mark();
        TaskId task = book.create("watched", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(task);
        Changes first = since(before);
        assertThat(first.fires()).containsExactly(claimed.start().fire());
        assertThat(first.tasks()).containsExactly(new TaskNote(task, "create"));

        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        Changes second = since(first.until());
        assertThat(second.fires()).containsExactly(claimed.start().fire());
        assertThat(second.tasks()).containsExactly(new TaskNote(task, "complete"));
        assertThat(since(second.until()).fires()).isEmpty();

        assertThat(live.fires(first.fires()))
                .extracting(fire -> fire.fire().state())
                .containsExactly(FireState.SUCCEEDED);
        assertThat(live.tasks(List.of(task, task)))
                .containsExactly(new LiveTask(task, TaskState.COMPLETED, null, 1, Map.of()));
    }

    @Test
    void nothingIsNotedWhileNobodyWatches() {
        Mark before = live.mark();
        book.claim(book.create("unwatched", book.pastOnce()).id());
        assertThat(book.jdbc()
                        .sql("select count(*) from live_change")
                        .query(Long.class)
                        .single())
                .isZero();
        live.watch();
        assertThat(live.since(before)).as("what was not noted cannot be told").isEmpty();
    }

    @Test
    void whatIsCommittedLateIsToldWhenItIs() throws SQLException {
        live.watch();
        TaskId slow = book.create("slow", book.everyMinute()).id();
        TaskId quick = book.create("quick", book.everyMinute()).id();
        Mark before = live.mark();
        try (Connection connection = book.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    insert into audit_event (at, namespace, task, version, actor, verb)
                    values (clock_timestamp(), 'default', 'slow', 1, 'ann', 'pause')
                    """);
            book.tasks().pause(quick, null, null, null, "ann");
            Changes first = since(before);
            assertThat(first.tasks()).containsExactly(new TaskNote(quick, "pause"));
            connection.commit();
            Changes second = since(first.until());
            assertThat(second.tasks()).containsExactly(new TaskNote(slow, "pause"));
            assertThat(since(second.until()).tasks()).isEmpty();
        }
    }

    @Test
    void aMarkIsReadAsItIsWrittenAndRefusedWhenItIsTooOld() {
        live.watch();
        Mark mark = live.mark();
        Mark read = Mark.parse(mark.toString()).orElseThrow();
        assertThat(live.since(read)).isPresent();
        assertThat(live.since(new Mark(read.term(), read.at().minus(LiveBook.KEPT), read.snapshot())))
                .isEmpty();
        assertThat(live.since(new Mark(read.term() - 1, read.at(), read.snapshot())))
                .isEmpty();
        assertThat(Mark.parse("1.2.x'")).isEmpty();
    }

    @Test
    void oldNotesAreForgotten() {
        live.watch();
        book.create("noted", book.everyMinute());
        assertThat(live.forget()).isZero();
        book.jdbc().sql("update live_change set at = at - interval '3 minutes'").update();
        assertThat(live.forget()).isPositive();
    }

    @Test
    void countsOfTasksFollowEveryChangeOfState() {
        FireStats stats = new JdbcFireStats(book.jdbc(), book.engine());
        TaskId paused = book.create("paused", book.everyMinute()).id();
        book.create("active", book.everyMinute());
        TaskId once = book.create("once", book.pastOnce()).id();
        book.tasks().pause(paused, null, null, null, "ann");
        book.fires().finish(book.finish(book.claim(once), new Outcome.Succeeded(null)));
        Map<TaskState, Long> expected = Map.of(TaskState.PAUSED, 1L, TaskState.ACTIVE, 1L, TaskState.COMPLETED, 1L);
        assertThat(stats.of("default").tasks()).isEqualTo(expected);
        // so many that they are added up
        for (int i = 0; i < 60; i++) {
            book.tasks().resume(paused, null, null, "ann");
            book.tasks().pause(paused, null, null, null, "ann");
        }
        new JdbcFireStats(book.jdbc(), book.engine()).rollUp();
        assertThat(stats.of("default").tasks()).isEqualTo(expected);
        assertThat(book.jdbc()
                        .sql("select count(*) from task_count")
                        .query(Long.class)
                        .single())
                .isLessThan(10);
        book.jdbc().sql("delete from task where id = 'once'").update();
        assertThat(stats.of("default").tasks()).doesNotContainKey(TaskState.COMPLETED);
    }

    @Test
    void linesOfAFireAreNumberedOverAllThatIsKept() {
        ClaimRequest claimed = book.claim(book.create("writes", book.pastOnce()).id());
        FireId fire = claimed.start().fire();
        JdbcFireOutput output = new JdbcFireOutput(book.jdbc());
        book.fires().output(fire, claimed.token(), List.of(line("one"), line("two")));
        book.fires().output(fire, claimed.token(), List.of(line("three")));
        book.fires().output(fire, UUID.randomUUID(), List.of(line("of nobody")));
        assertThat(output.lines(fire, 1))
                .extracting(
                        numbered -> numbered.number() + " " + numbered.line().text())
                .containsExactly("1 one", "2 two", "3 three");
        assertThat(output.lines(fire, 2)).extracting(Numbered::number).containsExactly(2, 3);
        assertThat(output.lines(fire, 4)).isEmpty();
    }

    private static OutputLine line(String text) {
        return new OutputLine(OutputLine.Stream.STDOUT, book.now(), text);
    }

    @Test
    void aFireIsToldWithTheLabelsOfItsTask() {
        live.watch();
        Mark before = live.mark();
        book.claim(book.create("labelled", book.pastOnce()).id());
        assertThat(live.fires(since(before).fires()))
                .singleElement()
                .extracting(LiveFire::labels)
                .isEqualTo(Map.of());
    }
}
