package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.TimeZoneBook.Page;
import dev.punctual.book.TimeZoneBook.Shift;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Next fires as a JVM with other time-zone data had left them: one hour beside where they belong. */
class TimeZoneDataTests {
    private static final String OLD = "2019a";
    private static final String VERSION = TimeZoneData.version();

    private final TestBook book = TestBook.open();
    private final List<Task> told = new ArrayList<>();
    private TimeZoneBook zones;

    @BeforeEach
    void open() {
        zones = new JdbcTimeZoneBook(book.jdbc(), book.transactions(), book.clock(), told::add);
    }

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void recordsTheDataThatANextFireWasComputedWith() {
        Task task = book.create("recorded", yearly());
        assertThat(task.tzdataVersion()).isEqualTo(VERSION);
        assertThat(book.task(task.id()).tzdataVersion()).isEqualTo(VERSION);

        // a change that keeps the next fire keeps what it was computed with
        setBack(task.id(), Duration.ZERO);
        assertThat(book.tasks().pause(task.id(), null, null, null, "ann").tzdataVersion())
                .isEqualTo(OLD);
        assertThat(book.tasks().resume(task.id(), null, null, "ann").tzdataVersion())
                .isEqualTo(OLD);
        assertThat(book.tasks()
                        .reschedule(task.id(), book.now().plusSeconds(900), null, "ann")
                        .tzdataVersion())
                .isEqualTo(OLD);
        assertThat(book.tasks()
                        .replace(task.id(), TestBook.spec(yearly("0 3 1 7 *")), null, "ann")
                        .tzdataVersion())
                .isEqualTo(VERSION);
    }

    @Test
    void aClaimComputesTheNextFireWithTheDataOfItsProcess() {
        Task task = book.create("claimed", book.everyMinute());
        setBack(task.id(), Duration.ZERO);
        book.tasks().trigger(task.id(), "ann");
        book.claim(task.id());
        // a manual trigger leaves the next fire as it is
        assertThat(book.task(task.id()).tzdataVersion()).isEqualTo(OLD);

        Task other = book.create("claimed-scheduled", book.everyMinute());
        setBack(other.id(), Duration.ZERO);
        book.turnBack(other.id(), Objects.requireNonNull(other.nextFireAt()).minusSeconds(60));
        book.claim(other.id());
        assertThat(book.task(other.id()).tzdataVersion()).isEqualTo(VERSION);
    }

    @Test
    void reportsWhatMovesAndChangesNothing() {
        Task moves = book.create("a-moves", yearly());
        book.create("b-stays", yearly());
        Instant recorded = setBack(moves.id(), Duration.ofHours(1));
        Page page = zones.compare(TaskId.DEFAULT_NAMESPACE, null, 10);
        assertThat(page)
                .isEqualTo(new Page(
                        2,
                        List.of(new Shift(moves.id(), TaskState.ACTIVE, yearly(), OLD, recorded, moves.nextFireAt())),
                        null));
        assertThat(book.task(moves.id()).nextFireAt()).isEqualTo(recorded);
        assertThat(book.task(moves.id()).version()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void plansAnewAsAVersionWithAnAuditEvent() {
        Task task = book.create("replanned", yearly());
        setBack(task.id(), Duration.ofHours(1));
        Page page = zones.replan(TaskId.DEFAULT_NAMESPACE, null, 10, "ann");
        assertThat(page.shifts()).extracting(Shift::task).containsExactly(task.id());
        Task replanned = book.task(task.id());
        assertThat(replanned.nextFireAt()).isEqualTo(task.nextFireAt());
        assertThat(replanned.version()).isEqualTo(2);
        assertThat(replanned.tzdataVersion()).isEqualTo(VERSION);
        assertThat(replanned.spec()).isEqualTo(task.spec());
        assertThat(told).containsExactly(replanned);
        assertThat(book.jdbc()
                        .sql("select version || ' ' || actor || ' ' || verb from audit_event order by id")
                        .query(String.class)
                        .list())
                .containsExactly("1 tester create", "2 ann replan");
        assertThat(zones.compare(TaskId.DEFAULT_NAMESPACE, null, 10).shifts()).isEmpty();
        assertThat(zones.replan(TaskId.DEFAULT_NAMESPACE, null, 10, "ann").shifts())
                .isEmpty();
        assertThat(book.task(task.id()).version()).isEqualTo(2);
    }

    @Test
    void notesThatAFireStaysUnderTheNewDataToo() {
        Task task = book.create("confirmed", yearly());
        setBack(task.id(), Duration.ZERO);
        zones.replan(TaskId.DEFAULT_NAMESPACE, null, 10, "ann");
        assertThat(book.task(task.id()).tzdataVersion()).isEqualTo(VERSION);
        assertThat(book.task(task.id()).version()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aPausedTaskIsPlannedAnewAndStaysPaused() {
        Task task = book.create("paused", yearly());
        setBack(task.id(), Duration.ofHours(1));
        book.tasks().pause(task.id(), "holiday", null, null, "ann");
        Page page = zones.replan(TaskId.DEFAULT_NAMESPACE, null, 10, "ann");
        assertThat(page.shifts()).extracting(Shift::state).containsExactly(TaskState.PAUSED);
        Task replanned = book.task(task.id());
        assertThat(replanned.state()).isEqualTo(TaskState.PAUSED);
        assertThat(replanned.pause()).isEqualTo(new Task.Pause("holiday", null));
        assertThat(book.tasks().resume(task.id(), null, null, "ann").nextFireAt())
                .isEqualTo(task.nextFireAt());
    }

    @Test
    void whatAUserNamedStaysAndSoDoesWhatHasCome() {
        Instant at = Instant.parse("2041-05-05T05:05:05Z");
        Task once = book.create("once", new OneTimeSchedule(at));
        setBack(once.id(), Duration.ofHours(1));
        Task moved = book.create("rescheduled", yearly());
        setBack(moved.id(), Duration.ofHours(1));
        Instant named = book.now().plusSeconds(900);
        named = Objects.requireNonNull(
                book.tasks().reschedule(moved.id(), named, null, "ann").nextFireAt());
        Task due = book.create("due", yearly());
        book.turnBack(due.id(), book.now().minusSeconds(1));
        Task ended = book.create("ended", yearly());
        setBack(ended.id(), Duration.ofHours(1));
        book.tasks().cancel(ended.id(), null, "ann");

        Page page = zones.replan(TaskId.DEFAULT_NAMESPACE, null, 10, "ann");
        assertThat(page).isEqualTo(new Page(3, List.of(), null));
        assertThat(book.task(once.id()).nextFireAt()).isEqualTo(at.plusSeconds(3_600));
        assertThat(book.task(moved.id()).nextFireAt()).isEqualTo(named);
        assertThat(book.task(due.id()).version()).isEqualTo(1);
        assertThat(book.task(ended.id()).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void goesThroughTheTasksOfOneNamespacePageByPage() {
        for (int i = 0; i < 5; i++) {
            setBack(book.create("page-" + i, yearly()).id(), i % 2 == 0 ? Duration.ofHours(1) : Duration.ZERO);
        }
        TaskId elsewhere = new TaskId("tenant", "page-9");
        book.tasks().create(elsewhere, TestBook.spec(yearly()), "ann");
        setBack(elsewhere, Duration.ofHours(1));
        List<String> found = new ArrayList<>();
        List<Integer> examined = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page page = zones.replan(TaskId.DEFAULT_NAMESPACE, after, 2, "ann");
            page.shifts().forEach(shift -> found.add(shift.task().id()));
            examined.add(page.examined());
            after = page.last();
        } while (after != null);
        assertThat(found).containsExactly("page-0", "page-2", "page-4");
        assertThat(examined).containsExactly(2, 2, 1);
        assertThat(zones.compare("tenant", null, 10).shifts()).hasSize(1);
    }

    private static Schedule yearly() {
        return yearly("0 2 1 7 *");
    }

    private static Schedule yearly(String expression) {
        return CronSchedule.of(expression, CronDialect.UNIX, ZoneId.of("Europe/Berlin"), null, null);
    }

    /** Leaves the task as another JVM would have: by other data, and its next fire so much later. */
    private Instant setBack(TaskId id, Duration later) {
        Instant recorded = Objects.requireNonNull(book.column(id, "next_fire_at", Timestamp.class))
                .toInstant()
                .plus(later);
        book.turnBack(id, recorded);
        book.jdbc()
                .sql("update task set tzdata_version = :old where namespace = :namespace and id = :id")
                .param("old", OLD)
                .param("namespace", id.namespace())
                .param("id", id.id())
                .update();
        return recorded;
    }
}
