package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.TaskBook.Planned;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A plan says what the change would do, and leaves no trace. */
class TaskPlanTests {
    private static final TestBook book = TestBook.open();
    private static final Instant LATER = Instant.parse("2041-05-05T05:05:05Z");

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aPlanIsWhatTheChangeThenDoes() {
        Task task = book.create("planned", book.everyMinute());
        TaskSpec spec = TestBook.spec(new OneTimeSchedule(LATER)).toBuilder()
                .timeout(Duration.ofMinutes(9))
                .build();
        Planned plan = book.tasks().plan(task.id(), spec, 1);
        assertThat(plan.current()).isEqualTo(task);
        assertThat(plan.before()).isEqualTo(new Course(task.spec().schedule(), task.nextFireAt(), task.nextFireAt()));
        assertThat(plan.after()).isEqualTo(new Course(spec.schedule(), LATER, LATER));
        Task replaced = book.tasks().replace(task.id(), spec, 1, "ann");
        assertThat(plan.task())
                .usingRecursiveComparison()
                .ignoringFields("updateTime")
                .isEqualTo(replaced);
    }

    @Test
    void thePlanOfANewTaskIsWhatItsCreationThenDoes() {
        TaskId id = TestBook.id("planned-new");
        TaskSpec spec = TestBook.spec(new OneTimeSchedule(LATER));
        Planned plan = book.tasks().plan(id, spec, null);
        assertThat(plan.current()).isNull();
        assertThat(plan.before()).isEqualTo(Course.NONE);
        assertThat(plan.after()).isEqualTo(new Course(spec.schedule(), LATER, LATER));
        Task created = book.tasks().create(id, spec, "ann");
        assertThat(plan.task())
                .usingRecursiveComparison()
                .ignoringFields("createTime", "updateTime")
                .isEqualTo(created);
    }

    @Test
    void leavesNoTrace() {
        Task task = book.create("traceless", book.everyMinute());
        TaskSpec spec = TestBook.spec(new OneTimeSchedule(LATER));
        List<Map<String, @Nullable Object>> before = everything();
        int heard = book.committed().size();
        book.tasks().plan(task.id(), spec, null);
        book.tasks().plan(TestBook.id("traceless-new"), spec, null);
        assertThat(everything()).isEqualTo(before);
        assertThat(book.committed()).hasSize(heard);
    }

    @Test
    void refusesWhatTheChangeRefuses() {
        Task task = book.create("plan-refused", book.everyMinute());
        assertThatThrownBy(() -> book.tasks().plan(task.id(), task.spec(), 7))
                .isInstanceOf(TaskRefusal.StaleVersion.class)
                .hasMessageContaining("version 1, not 7");
        TaskSpec past =
                TestBook.spec(CronSchedule.of("0 0 0 1 1 ? 2001", CronDialect.QUARTZ, ZoneId.of("UTC"), null, null));
        assertThatThrownBy(() -> book.tasks().plan(task.id(), past, null)).isInstanceOf(TaskRefusal.Invalid.class);
        assertThatThrownBy(() -> book.tasks().plan(TestBook.id("plan-refused-new"), past, null))
                .isInstanceOf(TaskRefusal.Invalid.class);
    }

    @Test
    void aFireThatWasMovedStaysMovedWithTheSameSchedule() {
        Task task = book.create("plan-moved", book.everyMinute());
        Instant nominal = task.nextFireAt();
        Task moved = book.tasks().reschedule(task.id(), book.now().plusSeconds(3_600), null, "ann");
        Planned same = book.tasks()
                .plan(
                        task.id(),
                        task.spec().toBuilder().timeout(Duration.ofMinutes(2)).build(),
                        null);
        assertThat(same.before())
                .isEqualTo(new Course(task.spec().schedule(), moved.nextFireAt(), nominal))
                .isEqualTo(same.after());
        assertThat(same.task().nextFireAt()).isEqualTo(moved.nextFireAt());
    }

    @Test
    void aPausedTaskStaysPausedAndAnEndedOneIsInForceAgain() {
        Schedule once = new OneTimeSchedule(LATER);
        Task paused = book.create("plan-paused", book.everyMinute());
        book.tasks().pause(paused.id(), "holiday", null, null, "ann");
        Planned plan = book.tasks().plan(paused.id(), TestBook.spec(once), null);
        assertThat(plan.task().state()).isEqualTo(TaskState.PAUSED);
        assertThat(plan.task().nextFireAt()).isNull();
        assertThat(plan.before().first()).isEqualTo(paused.nextFireAt());
        assertThat(plan.after().first()).isEqualTo(LATER);

        Task cancelled = book.create("plan-cancelled", book.everyMinute());
        book.tasks().cancel(cancelled.id(), null, "ann");
        plan = book.tasks().plan(cancelled.id(), TestBook.spec(once), null);
        assertThat(plan.task().state()).isEqualTo(TaskState.ACTIVE);
        assertThat(plan.task().nextFireAt()).isEqualTo(LATER);
        assertThat(plan.before()).isEqualTo(Course.NONE);
    }

    private static List<Map<String, @Nullable Object>> everything() {
        return book.jdbc().sql("""
                select (select jsonb_agg(t order by t.id) from task t)::text as tasks,
                    (select count(*) from task_version) as versions, (select count(*) from audit_event) as audits,
                    (select count(*) from fire) as fires
                """).query().listOfRows();
    }
}
