package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Pause and resume, and what becomes of the instants between them. */
class PauseTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aPausedTaskKeepsItsPlaceButFiresAtNoInstant() {
        Task task = book.create("rests", book.everyMinute());
        Instant until = Instant.parse("2039-02-03T04:05:06Z");
        Task paused = book.tasks().pause(task.id(), "maintenance", until, null, "ann");
        assertThat(paused.state()).isEqualTo(TaskState.PAUSED);
        assertThat(paused.nextFireAt()).isNull();
        assertThat(paused.pause()).isEqualTo(new Task.Pause("maintenance", until));
        assertThat(book.due(task.id()).pausedUntil()).isEqualTo(until);
        assertThat(FirePlanner.next(book.due(task.id()), book.now())).isEqualTo(new Plan.Rest(until));

        Task resumed = book.tasks().resume(task.id(), null, null, "ann");
        assertThat(resumed.state()).isEqualTo(TaskState.ACTIVE);
        assertThat(resumed.pause()).isNull();
        assertThat(resumed.nextFireAt()).isEqualTo(task.nextFireAt());
        assertThat(book.firesOf(task.id())).isEmpty();
    }

    @Test
    void aPauseThatIsOverAsksForItsResume() {
        TaskId id = book.create("over", book.everyMinute()).id();
        book.tasks().pause(id, null, book.now().minusSeconds(1), null, "ann");
        assertThat(FirePlanner.next(book.due(id), book.now())).isEqualTo(new Plan.Resume());
    }

    @Test
    void theLatestMissedInstantRunsByDefault() {
        Instant first = missFive("last", null);
        TaskId id = TestBook.id("last");
        assertThat(skippedOf(id)).containsExactly(at(first, 0), at(first, 1), at(first, 2), at(first, 3));
        assertThat(book.task(id).nextFireAt()).isEqualTo(at(first, 4));
        assertThat(book.due(id).resumed())
                .isNotNull()
                .extracting(Resumed::policy)
                .isEqualTo(CatchUpPolicy.LAST);
    }

    @Test
    void everyMissedInstantRunsWhenAllAreAskedFor() {
        Instant first = missFive("all", CatchUpPolicy.ALL);
        TaskId id = TestBook.id("all");
        assertThat(skippedOf(id)).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(book.task(id).nextFireAt()).isEqualTo(at(first, i));
            book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        }
        assertThat(book.task(id).nextFireAt()).isEqualTo(at(first, 5));
        assertThat(book.firesOf(id)).hasSize(5).allMatch(fire -> fire.state() == FireState.SUCCEEDED);
    }

    @Test
    void noMissedInstantRunsWhenNoneIsAskedFor() {
        Instant first = missFive("none", CatchUpPolicy.NONE);
        TaskId id = TestBook.id("none");
        assertThat(skippedOf(id)).hasSize(5);
        assertThat(book.task(id).nextFireAt()).isEqualTo(at(first, 5));
    }

    @Test
    void aLongPauseIsOneRangeAndTheLatestRowsOfTheirOwn() {
        TaskId id = book.create("long", book.everyMinute()).id();
        Instant first = book.now().minusSeconds(500 * 60 - 30);
        book.tasks().replace(id, TestBook.spec(new IntervalSchedule(ofMinutes(1), first)), null, "ann");
        book.tasks().pause(id, null, null, null, "ann");
        book.turnBack(id, first);
        book.tasks().resume(id, CatchUpPolicy.NONE, null, "ann");
        List<Fire> fires = book.firesOf(id);
        assertThat(fires).hasSize(101);
        assertThat(fires.getFirst().covers()).isEqualTo(400);
        assertThat(fires.getFirst().scheduledFor()).isEqualTo(first);
        assertThat(fires.getFirst().coversUntil()).isEqualTo(at(first, 399));
        assertThat(fires.get(1).covers()).isEqualTo(1);
        assertThat(fires.get(1).coversUntil()).isEqualTo(at(first, 400));
        assertThat(fires.stream().mapToLong(Fire::covers).sum()).isEqualTo(500);
    }

    /** Lets a task that fires every minute be paused over five instants, the last 30 seconds ago, and resumes it. */
    private static Instant missFive(String name, @Nullable CatchUpPolicy policy) {
        Instant first = book.now().minusSeconds(4 * 60 + 30);
        TaskId id = book.create(name, new IntervalSchedule(ofMinutes(1), first)).id();
        book.tasks().pause(id, null, null, null, "ann");
        book.turnBack(id, first);
        book.tasks().resume(id, policy, null, "ann");
        return first;
    }

    private static Instant at(Instant first, int minutes) {
        return first.plusSeconds(60L * minutes);
    }

    private static List<Instant> skippedOf(TaskId id) {
        List<Fire> fires = book.firesOf(id);
        assertThat(fires).allSatisfy(fire -> {
            assertThat(fire.state()).isEqualTo(FireState.SKIPPED);
            assertThat(fire.reason()).isEqualTo(SkipReason.PAUSED);
            assertThat(fire.finishedAt()).isNotNull();
        });
        return fires.stream().map(Fire::scheduledFor).toList();
    }
}
