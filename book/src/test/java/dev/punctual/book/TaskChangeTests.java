package dev.punctual.book;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Replace, cancel, reschedule, trigger; and what every change leaves behind. */
class TaskChangeTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aNewDefinitionWithTheSameScheduleKeepsTheNextFire() {
        Schedule schedule = book.everyMinute();
        Task task = book.create("replace-same", schedule);
        book.tasks().reschedule(task.id(), book.now().plusSeconds(30), null, "ann");
        Instant moved = book.task(task.id()).nextFireAt();
        TaskSpec spec =
                TestBook.spec(schedule).toBuilder().timeout(ofMinutes(9)).build();
        Task replaced = book.tasks().replace(task.id(), spec, 2, "bob");
        assertThat(replaced.version()).isEqualTo(3);
        assertThat(replaced.spec()).isEqualTo(spec);
        assertThat(replaced.nextFireAt()).isEqualTo(moved);
        assertThat(book.due(task.id()).spec()).isEqualTo(spec);
    }

    @Test
    void carriesOutAWishOfOneSeedOnce() {
        Task task = book.create("seeded", book.everyMinute());
        UUID move = UUID.randomUUID();
        Instant at = book.now().plusSeconds(30);
        Task moved = book.tasks().reschedule(task.id(), at, null, move, "ann");
        assertThat(book.tasks().reschedule(task.id(), at, 1, move, "ann")).isEqualTo(moved);
        UUID pause = UUID.randomUUID();
        book.tasks().pause(task.id(), "first", null, null, pause, "ann");
        UUID resume = UUID.randomUUID();
        Task resumed = book.tasks().resume(task.id(), null, null, resume, "ann");
        assertThat(book.tasks()
                        .pause(task.id(), "first", null, null, pause, "ann")
                        .state())
                .as("a repeated pause comes after the resume")
                .isEqualTo(TaskState.ACTIVE);
        assertThat(book.tasks().resume(task.id(), null, null, resume, "ann").version())
                .isEqualTo(resumed.version());
    }

    @Test
    void aNewScheduleStartsAnew() {
        Task task = book.create("replace-other", book.everyMinute());
        Instant at = Instant.parse("2041-05-05T05:05:05Z");
        Task replaced = book.tasks().replace(task.id(), TestBook.spec(new OneTimeSchedule(at)), null, "ann");
        assertThat(replaced.nextFireAt()).isEqualTo(at);
    }

    @Test
    void aReplacedTaskThatHadEndedIsInForceAgain() {
        Task task = book.create("revived", book.everyMinute());
        book.tasks().cancel(task.id(), null, "ann");
        Task revived = book.tasks().replace(task.id(), TestBook.spec(task.spec().schedule()), null, "ann");
        assertThat(revived.state()).isEqualTo(TaskState.ACTIVE);
        assertThat(revived.nextFireAt()).isNotNull();
    }

    @Test
    void aReplacedTaskThatIsPausedStaysSo() {
        Task task = book.create("replace-paused", book.everyMinute());
        Instant until = Instant.parse("2039-02-03T04:05:06Z");
        book.tasks().pause(task.id(), "holiday", until, null, "ann");
        Task replaced = book.tasks().replace(task.id(), TestBook.spec(book.everyMinute()), null, "ann");
        assertThat(replaced.state()).isEqualTo(TaskState.PAUSED);
        assertThat(replaced.pause()).isEqualTo(new Task.Pause("holiday", until));
    }

    @Test
    void aChangeMeantForAnotherVersionIsRefused() {
        TaskId id = book.create("versions", book.everyMinute()).id();
        Instant at = book.now().plusSeconds(5);
        assertThatThrownBy(() -> book.tasks().pause(id, null, null, 7, "ann"))
                .isInstanceOf(TaskRefusal.StaleVersion.class)
                .hasMessageContaining("version 1, not 7");
        assertThatThrownBy(() -> book.tasks().cancel(id, 2, "ann")).isInstanceOf(TaskRefusal.StaleVersion.class);
        assertThatThrownBy(() -> book.tasks().reschedule(id, at, 2, "ann"))
                .isInstanceOf(TaskRefusal.StaleVersion.class);
        assertThatThrownBy(() -> book.tasks()
                        .replace(TestBook.id("nobody"), book.task(id).spec(), null, "ann"))
                .isInstanceOf(TaskRefusal.NotFound.class);
        assertThat(book.task(id).version()).isEqualTo(1);
    }

    @Test
    void oneOfManyChangesMeantForTheSameVersionIsMade() throws Exception {
        TaskId id = book.create("if-match", book.everyMinute()).id();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, 30)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            book.tasks().reschedule(id, book.now().plusSeconds(i), 1, "ann");
                            return true;
                        } catch (TaskRefusal.StaleVersion e) {
                            return false;
                        }
                    }))
                    .toList();
            int made = 0;
            for (Future<Boolean> answer : answers) {
                made += answer.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
            assertThat(book.task(id).version()).isEqualTo(2);
        }
    }

    @Test
    void cancelEndsTheFiresThatWaitAndLeavesTheOneThatRuns() {
        TaskId waiting = book.create("cancel-waiting", book.pastOnce()).id();
        ClaimRequest failed = book.claim(waiting);
        book.fires()
                .finish(book.finish(
                        failed,
                        new Outcome.Failed(new FireError("X", "x"), null, true),
                        new Verdict.Retry(book.now().plusSeconds(60))));
        Fire pending = book.tasks().trigger(waiting, "ann");
        book.tasks().cancel(waiting, null, "ann");
        assertThat(book.fire(failed.start().fire()).state()).isEqualTo(FireState.CANCELLED);
        assertThat(book.fire(failed.start().fire()).finishedAt()).isNotNull();
        assertThat(book.fire(pending.id()).state()).isEqualTo(FireState.CANCELLED);
        assertThat(book.due(waiting).open()).isEmpty();

        TaskId running = book.create("cancel-running", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(running);
        book.tasks().cancel(running, null, "ann");
        assertThat(book.fire(claimed.start().fire()).state()).isEqualTo(FireState.RUNNING);
        assertThat(book.fires().finish(book.finish(claimed, new Outcome.Cancelled(new FireError("C", "c")))))
                .isTrue();
        assertThat(book.task(running).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void aSecondCancelChangesNothing() {
        TaskId id = book.create("cancel-twice", book.everyMinute()).id();
        Task first = book.tasks().cancel(id, null, "ann");
        Task second = book.tasks().cancel(id, null, "ann");
        assertThat(second).isEqualTo(first);
        assertThat(first.nextFireAt()).isNull();
        assertThat(auditOf(id)).containsExactly("1 create", "2 cancel");
    }

    @Test
    void rescheduleMovesTheNextFireAndNoOther() {
        Instant anchor = book.now().plusSeconds(3600);
        TaskId id =
                book.create("moved", new IntervalSchedule(ofMinutes(1), anchor)).id();
        Instant nominal = Objects.requireNonNull(book.task(id).nextFireAt());
        book.tasks().reschedule(id, book.now().minusSeconds(100), null, "ann");
        DueTask due = book.due(id);
        NextFire next = Objects.requireNonNull(due.next());
        assertThat(next.nominal()).isEqualTo(nominal);
        assertThat(next.at()).isBeforeOrEqualTo(book.now()).isAfter(book.now().minusSeconds(20));
        assertThat(book.start(due).next()).isEqualTo(NextFire.at(nominal.plusSeconds(60)));
    }

    @Test
    void onlyAnActiveTaskWithAFireToComeCanBeRescheduled() {
        TaskId paused = book.create("moved-paused", book.everyMinute()).id();
        book.tasks().pause(paused, null, null, null, "ann");
        Instant at = book.now();
        assertThatThrownBy(() -> book.tasks().reschedule(paused, at, null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);
        TaskId last = book.create("moved-last", book.pastOnce()).id();
        book.claim(last);
        assertThatThrownBy(() -> book.tasks().reschedule(last, at, null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);
    }

    @Test
    void manyTriggersAtOnceHaveInstantsOfTheirOwn() throws Exception {
        TaskId id = book.create("triggers", book.everyMinute()).id();
        Set<Instant> instants = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Fire>> fires = IntStream.range(0, 60)
                    .mapToObj(i -> threads.submit(() -> book.tasks().trigger(id, "ann")))
                    .toList();
            for (Future<Fire> fire : fires) {
                assertThat(book.fire(fire.get().id())).isEqualTo(fire.get());
                instants.add(fire.get().scheduledFor());
            }
        }
        assertThat(instants).hasSize(60);
        assertThat(book.due(id).open()).hasSize(60).allMatch(fire -> fire.trigger() == Trigger.MANUAL);
        assertThat(book.task(id).version()).isEqualTo(1);
        assertThat(book.task(id).engineVersion()).isNegative();
    }

    @Test
    void aCancelledTaskCannotBeTriggeredOrPausedOrResumed() {
        TaskId id = book.create("dead", book.everyMinute()).id();
        book.tasks().cancel(id, null, "ann");
        assertThatThrownBy(() -> book.tasks().trigger(id, "ann")).isInstanceOf(TaskRefusal.WrongState.class);
        assertThatThrownBy(() -> book.tasks().pause(id, null, null, null, "ann"))
                .isInstanceOf(TaskRefusal.WrongState.class);
        assertThatThrownBy(() -> book.tasks().resume(id, null, null, "ann")).isInstanceOf(TaskRefusal.WrongState.class);
    }

    @Test
    void everyChangeIsInTheAuditLogAndHasItsVersion() {
        TaskId id = book.create("audited", book.everyMinute()).id();
        book.tasks().pause(id, null, null, null, "ann");
        book.tasks().resume(id, null, null, "ann");
        book.tasks().reschedule(id, book.now().plusSeconds(5), null, "ann");
        book.tasks().trigger(id, "ann");
        book.tasks().replace(id, TestBook.spec(book.everyMinute()), null, "ann");
        book.tasks().cancel(id, null, "ann");
        assertThat(auditOf(id))
                .containsExactly(
                        "1 create", "2 pause", "3 resume", "4 reschedule", "4 trigger", "5 replace", "6 cancel");
        assertThat(book.jdbc()
                        .sql("select version from task_version where id = 'audited' order by version")
                        .query(Integer.class)
                        .list())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(book.committed()).filteredOn(task -> task.id().equals(id)).hasSize(7);
    }

    private static List<String> auditOf(TaskId id) {
        return book.jdbc()
                .sql("select version || ' ' || verb as line from audit_event where task = :task order by id")
                .param("task", id.id())
                .query((row, number) -> row.getString("line"))
                .list();
    }
}
