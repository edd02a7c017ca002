package dev.punctual.workerapp.duty;

import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;

/** Tasks as the book has them right after their registration. */
final class SomeTasks {
    private SomeTasks() {}

    static Task due(String id, Instant instant, Instant now) {
        return new Task(
                new TaskId("default", id), TaskState.ACTIVE, 1, spec(instant), instant, null, 0, null, now, now, null);
    }

    static Task cancelled(String id, Instant now) {
        return new Task(
                new TaskId("default", id), TaskState.CANCELLED, 2, spec(now), null, null, 1, null, now, now, null);
    }

    private static TaskSpec spec(Instant instant) {
        return TaskSpec.of(new OneTimeSchedule(instant), new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
    }
}
