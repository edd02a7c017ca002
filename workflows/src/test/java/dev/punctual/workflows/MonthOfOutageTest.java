package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.PlannedFireActivities.Run;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each quarter of an hour in Berlin, and no worker for a month in which its clocks go back: what becomes of its 2,976
 * instants, in the engine's virtual time.
 */
class MonthOfOutageTest {
    private static final TaskId TASK = new TaskId("default", "quarterly");
    private static final int TURNS = 1_000;
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant START = Instant.parse("2027-10-09T22:05:00Z");

    private final TestWorkflowEnvironment engine = VirtualEngine.openAt(START);

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void allRunsEachOfThemOldestFirst() {
        Lived lived = live(new CatchUp(CatchUpPolicy.ALL, MONTH.plus(DAY)));

        assertThat(lived.book.skips()).isEmpty();
        assertThat(lived.caughtUp()).hasSize(2_976);
        assertThat(lived.book.runs()).isSortedAccordingTo(Comparator.comparing(Run::scheduledFor));
    }

    @Test
    void allRunsNoneThatIsOlderThanItsWindow() {
        Lived lived = live(new CatchUp(CatchUpPolicy.ALL, DAY));

        assertThat(lived.caughtUp()).hasSize(96);
        assertThat(lived.book.skips()).extracting(Skip::reason).containsOnly(SkipReason.CATCH_UP);
    }

    @Test
    void lastRunsTheLatest() {
        Lived lived = live(new CatchUp(CatchUpPolicy.LAST, DAY));

        assertThat(lived.caughtUp()).hasSize(1);
        assertThat(lived.caughtUp().getFirst().scheduledFor()).isAfter(lived.upAgain.minus(Duration.ofMinutes(15)));
        assertThat(lived.book.skips()).as("the oldest share a row").hasSizeLessThan(300);
    }

    @Test
    void noneRunsNothing() {
        Lived lived = live(new CatchUp(CatchUpPolicy.NONE, DAY));

        assertThat(lived.caughtUp()).isEmpty();
    }

    private record Lived(PlannedFireActivities book, Instant upAgain) {
        /** What was missed and has run all the same. */
        List<Run> caughtUp() {
            return book.runs().stream()
                    .filter(run -> run.scheduledFor().isBefore(upAgain))
                    .toList();
        }
    }

    /** A month without a worker, and a day with one. */
    private Lived live(CatchUp catchUp) {
        CronSchedule schedule =
                CronSchedule.of("*/15 * * * *", CronDialect.UNIX, ZoneId.of("Europe/Berlin"), null, null);
        TaskSpec spec = TaskSpec.builder(schedule, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .catchUp(catchUp)
                .build();
        PlannedFireActivities book = new PlannedFireActivities(TASK, spec, START, engine::currentTimeMillis);
        Worker worker = engine.newWorker(TaskQueues.TASKS);
        worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
        worker.registerActivitiesImplementations(book);
        engine.start();
        TaskWorkflow workflow = engine.getWorkflowClient()
                .newWorkflowStub(
                        TaskWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(TaskWorkflow.idFor(TASK))
                                .setTaskQueue(TaskQueues.TASKS)
                                // until then nothing asks the book, as in an outage
                                .setStartDelay(MONTH)
                                .build());
        WorkflowClient.start(workflow::run, Ticket.of(TASK, Duration.ZERO));
        Instant upAgain = now().plus(MONTH);
        engine.sleep(MONTH.plus(DAY));
        // the engine's time goes on while the worker thinks
        Instant settled = upAgain.plus(DAY);
        for (int turn = 0; turn < TURNS && covered(book).getLast().isBefore(settled); turn++) {
            engine.sleep(Duration.ofMinutes(5));
        }

        assertThat(covered(book)).as("every instant has its one record").isEqualTo(expected(schedule, book));
        return new Lived(book, upAgain);
    }

    private Instant now() {
        return Instant.ofEpochMilli(engine.currentTimeMillis());
    }

    private static List<Instant> expected(CronSchedule schedule, PlannedFireActivities book) {
        List<Instant> instants = new ArrayList<>();
        Instant last = covered(book).getLast();
        for (Instant at = START; at.isBefore(last); ) {
            at = schedule.nextAfter(at).orElseThrow();
            instants.add(at);
        }
        return instants;
    }

    private static List<Instant> covered(PlannedFireActivities book) {
        Stream<Instant> ran = book.runs().stream().map(Run::scheduledFor);
        Stream<Instant> skipped = book.skips().stream()
                .flatMap(skip -> Stream.iterate(
                        skip.from(), at -> !at.isAfter(skip.until()), at -> at.plus(Duration.ofMinutes(15))));
        return Stream.concat(ran, skipped).sorted().toList();
    }
}
