package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireLedger.FireQuery;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading what came of the tasks. */
class FireLedgerTests {
    private static final TestBook book = TestBook.open();
    private static final FireLedger ledger = book.ledger();

    @AfterAll
    static void close() {
        book.close();
    }

    @AfterEach
    void clear() {
        book.clear();
    }

    @Test
    void aFireIsFoundByItsIdInItsNamespaceAlone() {
        ClaimRequest claimed = book.claim(book.create("found", book.pastOnce()).id());
        Fire fire = book.fire(claimed.start().fire());
        assertThat(fire.id()).isEqualTo(claimed.start().fire());
        assertThat(fire.covers()).isEqualTo(1);
        assertThat(fire.wokenAt()).isEqualTo(claimed.wokenAt());
        assertThat(fire.startedAt()).isNull();
        assertThat(fire.lateness()).isNull();
        assertThat(ledger.find("elsewhere", fire.id())).isEmpty();
        FireId unknown = FireId.of(fire.task(), fire.scheduledFor().plusNanos(1_000), Trigger.SCHEDULE);
        assertThat(ledger.find("default", unknown)).isEmpty();
        assertThat(ledger.attempts(fire)).extracting(Attempt::state).containsExactly(FireState.RUNNING);
    }

    @Test
    void aFireThatWaitsHasNoAttempts() {
        TaskId id = book.create("waits", book.everyMinute()).id();
        Fire fire = book.tasks().trigger(id, "ann");
        assertThat(ledger.attempts(fire)).isEmpty();
    }

    @Test
    void pagesGoFromTheNewestToTheOldestWithoutGapOrRepeat() {
        Instant first = book.now().minusSeconds(600);
        // two tasks with the same instants: only the ids tell them apart
        skip("page-a", first, 7);
        skip("page-b", first, 7);
        List<Fire> all = ledger.list(query(null, null, null, null, null, null, 100));
        assertThat(all).hasSize(14);
        assertThat(all).extracting(Fire::scheduledFor).isSortedAccordingTo((a, b) -> b.compareTo(a));
        List<Fire> paged = new ArrayList<>();
        FireId before = null;
        List<Fire> page;
        do {
            page = ledger.list(query(null, null, null, null, null, before, 3));
            paged.addAll(page);
            before = page.isEmpty() ? null : page.getLast().id();
        } while (!page.isEmpty());
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void listsByTaskStateTriggerAndTime() {
        Instant first = book.now().minusSeconds(600);
        skip("filter-a", first, 5);
        skip("filter-b", first, 1);
        TaskId id = TestBook.id("filter-b");
        Fire manual = book.tasks().trigger(id, "ann");
        assertThat(ledger.list(query("filter-a", null, null, null, null, null, 100)))
                .hasSize(5);
        assertThat(ledger.list(query(null, "PENDING", null, null, null, null, 100)))
                .containsExactly(manual);
        assertThat(ledger.list(query(null, null, "MANUAL", null, null, null, 100)))
                .containsExactly(manual);
        assertThat(ledger.list(query("filter-a", null, null, first.plusSeconds(1), first.plusSeconds(3), null, 100)))
                .extracting(Fire::scheduledFor)
                .containsExactly(first.plusSeconds(2), first.plusSeconds(1));
    }

    @Test
    void upcomingFiresAreThoseOfActiveTasksInOrder() {
        Instant far = Instant.parse("2040-01-01T00:00:00Z");
        TaskId second =
                book.create("second", new OneTimeSchedule(far.plusSeconds(2))).id();
        TaskId first =
                book.create("first", new IntervalSchedule(ofMinutes(1), far)).id();
        TaskId paused = book.create("rests", new OneTimeSchedule(far)).id();
        book.tasks().pause(paused, null, null, null, "ann");
        book.fires()
                .finish(book.finish(
                        book.claim(book.create("over", book.pastOnce()).id()), new Outcome.Succeeded(null)));
        assertThat(ledger.upcoming("default", null, null, 10))
                .extracting(Upcoming::task)
                .containsExactly(first, second);
        assertThat(ledger.upcoming("default", null, far.plusSeconds(1), 10))
                .extracting(Upcoming::at)
                .containsExactly(far);
        assertThat(ledger.upcoming("default", null, null, 1)).hasSize(1);
        assertThat(ledger.upcoming("elsewhere", null, null, 10)).isEmpty();
        // what begins later may still hold a fire of a task whose next one is earlier
        assertThat(ledger.upcoming("default", far.plusSeconds(90), far.plusSeconds(200), 10))
                .extracting(Upcoming::task)
                .contains(first);
    }

    /** Records so many instants, a second apart, as skipped. */
    private static void skip(String name, Instant first, int count) {
        TaskId id = book.create(name, book.everyMinute()).id();
        List<Skip> skips = IntStream.range(0, count)
                .mapToObj(first::plusSeconds)
                .map(at -> new Skip(at, at, 1, SkipReason.USER, "for the test"))
                .toList();
        book.fires()
                .passOver(
                        book.due(id),
                        new Plan.PassOver(skips, NextFire.at(book.now().plusSeconds(60))));
    }

    private static FireQuery query(
            @Nullable String task,
            @Nullable String state,
            @Nullable String trigger,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable FireId before,
            int limit) {
        return new FireQuery("default", task, state, trigger, from, to, before, limit);
    }
}
