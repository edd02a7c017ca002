package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose lateness a catch-up goes by. */
class OnTimeFiresTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "SCHEDULE, 1, SKIP, 300, true",
        "SCHEDULE, 1, ALLOW_ALL, 9999, true",
        "SCHEDULE, 1, SKIP, 10001, false",
        "SCHEDULE, 2, SKIP, 300, false",
        "SCHEDULE, 1, BUFFER_ONE, 300, false",
        "SCHEDULE, 1, CANCEL_RUNNING, 300, false",
        "MANUAL, 1, SKIP, 300, false",
        "BACKFILL, 1, SKIP, 300, false",
    })
    void countsFirstAttemptsOfTheScheduleThatNothingHeldBack(
            Trigger trigger, int attempt, OverlapPolicy policy, long late, boolean counts) {
        TaskSpec spec = TaskSpec.builder(
                        new IntervalSchedule(Duration.ofMinutes(1), NINE),
                        new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .overlapPolicy(policy)
                .build();
        DueTask task = new DueTask(TASK, TaskState.ACTIVE, 1, 0, spec, null, null, null, List.of(), null, null);
        Plan.Start start =
                new Plan.Start(FireId.of(TASK, NINE, trigger), NINE, trigger, attempt, NINE, null, Route.INLINE);
        OnTimeFires fires = new OnTimeFires();

        fires.started(task, start, NINE.plusMillis(late));
        if (counts) {
            // the greatest is what matters
            fires.started(task, start, NINE.plusMillis(late - 200));
        }

        assertThat(fires.takeWorst()).isEqualTo(counts ? Duration.ofMillis(late) : null);
        assertThat(fires.takeWorst()).isNull();
    }

    @Test
    void whatWasDueBeforeACatchUpDoesNotSufferFromIt() {
        OnTimeFires fires = new OnTimeFires();
        TaskSpec spec = TaskSpec.of(
                new IntervalSchedule(Duration.ofMinutes(1), NINE),
                new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        DueTask task = new DueTask(TASK, TaskState.ACTIVE, 1, 0, spec, null, null, null, List.of(), null, null);
        fires.started(task, startAt(NINE.minusSeconds(9)), NINE);

        fires.catchUpBegins(NINE);
        fires.started(task, startAt(NINE.minusMillis(1)), NINE.plusSeconds(2));
        assertThat(fires.takeWorst()).isNull();

        fires.started(task, startAt(NINE), NINE.plusSeconds(2));
        assertThat(fires.takeWorst()).isEqualTo(Duration.ofSeconds(2));
    }

    private static Plan.Start startAt(Instant instant) {
        return new Plan.Start(
                FireId.of(TASK, instant, Trigger.SCHEDULE), instant, Trigger.SCHEDULE, 1, instant, null, Route.INLINE);
    }
}
