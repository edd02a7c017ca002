package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.Freeze.Label;
import dev.punctual.book.Freeze.State;
import dev.punctual.book.Freeze.Wish;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Matching tasks rest while a freeze holds, and are back in force after it; each test has a namespace of its own. */
class FreezeTests {
    private static final String ACTOR = "tester";

    private static TestBook book;
    private static JdbcFreezeBook freezes;

    @BeforeAll
    static void open() {
        book = TestBook.open();
        freezes = new JdbcFreezeBook(book.jdbc(), book.transactions(), book.committed()::add);
    }

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void hasTheTasksOfALabelRestAndNoOthers() {
        TaskId billing = create("of-label", "billing", "team", "billing");
        TaskId other = create("of-label", "other", "team", "sales");
        TaskId elsewhere = create("of-label-2", "billing", "team", "billing");

        freezes.start("of-label", "f-1", wish(new Label("team", "billing"), null), ACTOR);
        freezes.advance(FreezeTests::always);

        assertThat(book.task(billing).state()).isEqualTo(TaskState.PAUSED);
        assertThat(book.task(billing).version()).isEqualTo(2);
        assertThat(book.task(billing).pause()).isNotNull();
        assertThat(FirePlanner.next(book.due(billing), book.now().plusSeconds(100)))
                .isEqualTo(new Plan.Rest(null));
        assertThat(book.task(other).state()).isEqualTo(TaskState.ACTIVE);
        assertThat(book.task(elsewhere).state()).isEqualTo(TaskState.ACTIVE);
        assertThat(freezes.find("of-label", "f-1").orElseThrow().tasks()).isEqualTo(1);
    }

    @Test
    void holdsForTasksThatComeToMatch() {
        freezes.start("new", "f-1", wish(null, null), ACTOR);
        freezes.advance(FreezeTests::always);
        TaskId later = create("new", "later", "team", "billing");

        freezes.advance(FreezeTests::always);

        assertThat(book.task(later).state()).isEqualTo(TaskState.PAUSED);
    }

    @Test
    void putsItsTasksBackInForceByTheCatchUpThatWasChosen() {
        TaskId task = create("thaw", "task", "team", "billing");
        TaskId restedBefore = create("thaw", "rested", "team", "billing");
        book.tasks().pause(restedBefore, "mine", null, null, ACTOR);
        freezes.start("thaw", "f-1", wish(null, null), ACTOR);
        freezes.advance(FreezeTests::always);
        Instant missed = book.now().minusSeconds(180);
        book.turnBack(task, missed);

        freezes.thaw("thaw", "f-1", CatchUpPolicy.NONE, ACTOR);
        freezes.advance(FreezeTests::always);

        assertThat(book.task(task).state()).isEqualTo(TaskState.ACTIVE);
        assertThat(book.task(task).nextFireAt()).isAfter(book.now());
        assertThat(book.firesOf(task)).extracting(Fire::state).containsOnly(FireState.SKIPPED);
        assertThat(book.task(restedBefore).state()).isEqualTo(TaskState.PAUSED);
        Freeze thawed = freezes.find("thaw", "f-1").orElseThrow();
        assertThat(thawed.state()).isEqualTo(State.THAWED);
        assertThat(thawed.thawedAt()).isNotNull();
        assertThat(thawed.tasks()).isZero();
    }

    @Test
    void thawsByItselfWhenItsEndHasCome() {
        TaskId task = create("until", "task", "team", "billing");
        freezes.start("until", "f-1", wish(null, book.now().plusSeconds(3_600)), ACTOR);
        freezes.advance(FreezeTests::always);
        assertThat(book.task(task).state()).isEqualTo(TaskState.PAUSED);

        book.jdbc()
                .sql("update task_freeze set until = clock_timestamp() where namespace = 'until'")
                .update();
        freezes.advance(FreezeTests::always);

        assertThat(book.task(task).state()).isEqualTo(TaskState.ACTIVE);
    }

    @Test
    void isNotUndoneTaskByTaskButAUserMayTakeOneOut() {
        TaskId task = create("users", "task", "team", "billing");
        freezes.start("users", "f-1", wish(null, null), ACTOR);
        freezes.advance(FreezeTests::always);

        assertThatThrownBy(() -> book.tasks().resume(task, null, null, ACTOR))
                .isInstanceOf(TaskRefusal.WrongState.class)
                .hasMessageContaining("freeze 'f-1'");
        book.tasks().pause(task, "mine", null, null, ACTOR);
        freezes.thaw("users", "f-1", null, ACTOR);
        freezes.advance(FreezeTests::always);

        assertThat(book.task(task).state()).isEqualTo(TaskState.PAUSED);
        book.tasks().resume(task, null, null, ACTOR);
        assertThat(book.task(task).state()).isEqualTo(TaskState.ACTIVE);
    }

    @Test
    void freezesAndThawsManyTasksInSeveralProcessesWithoutDeadlocks() throws Exception {
        List<TaskBook.NewTask> many = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            many.add(new TaskBook.NewTask(new TaskId("many", "task-%04d".formatted(i)), spec("team", "billing")));
        }
        book.tasks().createAll(many, ACTOR);
        freezes.start("many", "f-1", wish(new Label("team", "billing"), null), ACTOR);

        inParallel(() -> freezes.advance(FreezeTests::always));
        assertThat(freezes.find("many", "f-1").orElseThrow().tasks()).isEqualTo(1_200);
        freezes.thaw("many", "f-1", null, ACTOR);
        inParallel(() -> freezes.advance(FreezeTests::always));

        assertThat(freezes.find("many", "f-1").orElseThrow().state()).isEqualTo(State.THAWED);
        assertThat(book.jdbc()
                        .sql("select count(*) from task where namespace = 'many' and state = 'ACTIVE' and version = 3")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1_200);
        assertThat(book.deadlocks()).isZero();
    }

    private static boolean always() {
        return true;
    }

    private static void inParallel(Runnable work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                parts.add(threads.submit(work));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
    }

    private static Wish wish(@Nullable Label label, @Nullable Instant until) {
        return new Wish(label, "year end", until, null);
    }

    private static TaskId create(String namespace, String id, String key, String value) {
        return book.tasks()
                .create(new TaskId(namespace, id), spec(key, value), ACTOR)
                .id();
    }

    private static TaskSpec spec(String key, String value) {
        Schedule everyMinute =
                new IntervalSchedule(Duration.ofMinutes(1), book.now().plusSeconds(60));
        return TaskSpec.builder(everyMinute, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .labels(Map.of(key, value))
                .build();
    }
}
