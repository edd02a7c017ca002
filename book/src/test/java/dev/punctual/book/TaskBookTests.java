package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.TaskBook.Created;
import dev.punctual.book.TaskBook.NewTask;
import dev.punctual.book.TaskBook.TaskQuery;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Registering, finding and listing. */
class TaskBookTests {
    private static final TestBook book = TestBook.open();
    private static final Instant FAR = Instant.parse("2040-01-01T00:00:00.123456Z");

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void aCreatedTaskIsFoundAsItWasAnswered() {
        TaskSpec spec = named("Nightly", Map.of("team", "billing"), http());
        Task created = book.create("created", spec);
        assertThat(created.state()).isEqualTo(TaskState.ACTIVE);
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.nextFireAt()).isEqualTo(FAR);
        assertThat(created.engineVersion()).isZero();
        assertThat(book.task(created.id())).isEqualTo(created);
        assertThat(book.task(created.id()).spec()).isEqualTo(spec);
        assertThat(book.committed()).contains(created);
        assertThat(book.tasks().find(TestBook.id("nobody"))).isEmpty();
        assertThat(book.tasks().find(new TaskId("elsewhere", "created"))).isEmpty();
    }

    @Test
    void aRecurringTaskStartsAfterTheDatabasesNow() {
        Instant before = book.now();
        Schedule schedule = new IntervalSchedule(Duration.ofMinutes(1), Instant.parse("2020-01-01T00:00:00Z"));
        Task created = book.create("recurring", schedule);
        assertThat(created.nextFireAt()).isAfterOrEqualTo(before).isBefore(before.plusSeconds(61));
    }

    @Test
    void aTakenIdIsRefusedEvenAfterItsEnd() {
        Task first = book.create("taken", book.everyMinute());
        assertThatThrownBy(() -> book.create("taken", book.everyMinute())).isInstanceOf(TaskRefusal.Exists.class);
        book.tasks().cancel(first.id(), null, "ann");
        assertThatThrownBy(() -> book.create("taken", book.everyMinute())).isInstanceOf(TaskRefusal.Exists.class);
        assertThat(book.task(first.id()).version()).isEqualTo(2);
    }

    @Test
    void manyAreRegisteredEachWhollyOrNotAtAll() {
        book.create("batch-1", book.everyMinute());
        List<Created> answers = book.tasks()
                .createAll(
                        List.of(
                                newTask("batch-0"),
                                newTask("batch-1"),
                                newTask("batch-2"),
                                newTask("batch-2"),
                                newTask("batch-3")),
                        "ann");
        assertThat(answers)
                .extracting(answer -> answer instanceof Created.Done)
                .containsExactly(true, false, true, false, true);
        assertThat(((Created.Refused) answers.get(3)).refusal()).isInstanceOf(TaskRefusal.Exists.class);
        assertThat(book.jdbc()
                        .sql("select id || ' ' || version from task_version where id like 'batch-%' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("batch-0 1", "batch-1 1", "batch-2 1", "batch-3 1");
        assertThat(book.jdbc()
                        .sql("select actor || ' ' || verb from audit_event where task = 'batch-2'")
                        .query(String.class)
                        .list())
                .containsExactly("ann create");
        assertThat(book.committed())
                .extracting(task -> task.id().id())
                .contains("batch-0", "batch-2", "batch-3")
                .filteredOn("batch-2"::equals)
                .hasSize(1);
    }

    @Test
    void oneOfManyWhoCreateTheSameIdSucceeds() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            book.create("contended", book.everyMinute());
                            return true;
                        } catch (TaskRefusal.Exists e) {
                            return false;
                        }
                    }))
                    .toList();
            int succeeded = 0;
            for (Future<Boolean> answer : answers) {
                succeeded += answer.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        }
    }

    @Test
    void listsByLabelsTextStateAndAction() {
        put("list-a", named("Pay 100% now", Map.of("team", "pay", "tier", "1"), http()));
        put("list-b", named("pay_roll", Map.of("team", "pay"), http()));
        put("list-c", named(null, Map.of("team", "ops"), idle()));
        put("list-d", named("payXroll", Map.of(), idle()));
        book.tasks().pause(listed("list-b"), null, null, null, "ann");

        assertThat(list(Map.of("team", "pay"), null, null, null)).containsExactly("list-a", "list-b");
        assertThat(list(Map.of("team", "pay", "tier", "1"), null, null, null)).containsExactly("list-a");
        assertThat(list(Map.of(), "PAY", null, null)).containsExactly("list-a", "list-b", "list-d");
        assertThat(list(Map.of(), "100%", null, null)).containsExactly("list-a");
        assertThat(list(Map.of(), "%", null, null)).containsExactly("list-a");
        assertThat(list(Map.of(), "y_r", null, null)).containsExactly("list-b");
        assertThat(list(Map.of(), "\\", null, null)).isEmpty();
        assertThat(list(Map.of(), "IST-C", null, null)).containsExactly("list-c");
        assertThat(list(Map.of(), null, "PAUSED", null)).containsExactly("list-b");
        assertThat(list(Map.of(), null, null, "simulate")).containsExactly("list-c", "list-d");
        assertThat(list(Map.of("team", "pay"), "roll", "PAUSED", "http")).containsExactly("list-b");
    }

    @Test
    void pagesFollowTheIds() {
        for (int i = 0; i < 5; i++) {
            book.tasks().create(new TaskId("pages", "p" + i), TestBook.spec(book.everyMinute()), "ann");
        }
        assertThat(page(null, 2)).containsExactly("p0", "p1");
        assertThat(page("p1", 2)).containsExactly("p2", "p3");
        assertThat(page("p3", 2)).containsExactly("p4");
        assertThat(page("p4", 2)).isEmpty();
    }

    private static List<String> page(@Nullable String after, int limit) {
        return ids(new TaskQuery("pages", null, Map.of(), null, null, after, limit));
    }

    private static List<String> list(
            Map<String, String> labels, @Nullable String text, @Nullable String state, @Nullable String action) {
        return ids(new TaskQuery("lists", state, labels, text, action, null, 100));
    }

    private static List<String> ids(TaskQuery query) {
        return book.tasks().list(query).stream().map(task -> task.id().id()).toList();
    }

    private static TaskId listed(String id) {
        return new TaskId("lists", id);
    }

    private static void put(String id, TaskSpec spec) {
        book.tasks().create(listed(id), spec, "ann");
    }

    private static NewTask newTask(String id) {
        return new NewTask(TestBook.id(id), TestBook.spec(new OneTimeSchedule(FAR)));
    }

    private static Action http() {
        return new HttpAction(
                "POST",
                "https://example.com/pay?x=1",
                Map.of("accept", "text/plain"),
                Map.of("amount", 3, "tags", List.of("a", "ü")),
                List.of("2xx"),
                false);
    }

    private static Action idle() {
        return new SimulateAction(Duration.ofMillis(1), Duration.ofMillis(2), 0.5, "done");
    }

    private static TaskSpec named(@Nullable String name, Map<String, String> labels, Action action) {
        return TaskSpec.builder(new OneTimeSchedule(FAR), action)
                .displayName(name)
                .labels(labels)
                .fairnessKey("tenant")
                .build();
    }
}
