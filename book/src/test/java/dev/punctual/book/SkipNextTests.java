package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SkipNextTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void skippedInstantsAreRecordedAndTheTaskGoesOnAfterThem() {
        Task task = book.create("next", book.everyMinute());
        Instant first = Objects.requireNonNull(task.nextFireAt());

        Task after = book.tasks().skipNext(task.id(), 2, 1, null, "ann");

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.nextFireAt()).isEqualTo(first.plusSeconds(120));
        assertThat(book.firesOf(task.id())).hasSize(2).allSatisfy(fire -> {
            assertThat(fire.state()).isEqualTo(FireState.SKIPPED);
            assertThat(fire.reason()).isEqualTo(SkipReason.USER);
        });
        assertThatThrownBy(() -> book.tasks().skipNext(task.id(), 2, 1, null, "ann"))
                .isInstanceOf(TaskRefusal.StaleVersion.class);
    }

    @Test
    void aRepeatedWishSkipsNoMore() {
        Task task = book.create("repeated", book.everyMinute());
        UUID seed = UUID.randomUUID();

        Task once = book.tasks().skipNext(task.id(), 1, null, seed, "ann");
        Task twice = book.tasks().skipNext(task.id(), 1, null, seed, "ann");

        assertThat(twice).isEqualTo(once);
    }

    @Test
    void aTrialChangesNothing() {
        Task task = book.create("trial", book.everyMinute());

        Task tried = book.tasks().trial().skipNext(task.id(), 3, null, null, "ann");
        Fire fire = book.tasks().trial().trigger(task.id(), "ann");
        Task cancelled = book.tasks().trial().cancel(task.id(), null, "ann");

        assertThat(tried.version()).isEqualTo(2);
        assertThat(fire.state()).isEqualTo(FireState.PENDING);
        assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(book.task(task.id())).isEqualTo(task);
        assertThat(book.firesOf(task.id())).isEmpty();
        assertThatThrownBy(() -> book.tasks().trial().resume(task.id(), null, null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);
    }

    @Test
    void aTaskWithoutAFurtherFireIsCompleted() {
        TaskId idle = book.create("idle", new OneTimeSchedule(book.now().plusSeconds(600)))
                .id();
        assertThat(book.tasks().skipNext(idle, 5, null, null, "ann").state()).isEqualTo(TaskState.COMPLETED);
        assertThatThrownBy(() -> book.tasks().skipNext(idle, 1, null, null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);

        TaskId busy = book.create("busy", new OneTimeSchedule(book.now().plusSeconds(600)))
                .id();
        book.tasks().trigger(busy, "ann");
        assertThat(book.tasks().skipNext(busy, 1, null, null, "ann").state())
                .as("a fire that was asked for is still open")
                .isEqualTo(TaskState.ACTIVE);
    }

    @Test
    void ofAFixedDelayOnlyTheNextIsKnown() {
        Instant first = book.now().plusSeconds(600);
        TaskId id = book.create("delay", new IntervalSchedule(Duration.ofMinutes(1), first, IntervalMode.FIXED_DELAY))
                .id();
        assertThatThrownBy(() -> book.tasks().skipNext(id, 2, null, null, "ann"))
                .isInstanceOf(TaskRefusal.Invalid.class)
                .hasMessageContaining("count is 2");
        assertThat(book.tasks().skipNext(id, 1, null, null, "ann").nextFireAt()).isEqualTo(first.plusSeconds(60));
    }

    @Test
    void instantsFarAheadTakeNoWeekFromLaterFires() {
        Instant first = book.now().plusSeconds(60);
        TaskId id = book.create("far", new IntervalSchedule(Duration.ofDays(30), first))
                .id();

        book.tasks().skipNext(id, 1_000, null, null, "ann");

        assertThat(book.firesOf(id)).hasSize(2);
        assertThat(book.firesOf(id).getLast().covers()).isEqualTo(999);
        assertThat(book.jdbc()
                        .sql("select count(*) from fire_default where task = 'far' and covers is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
