package dev.punctual.workerapp;

import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Goes the path of a fire up to the book and back for a task that does not exist, so that the first real fires do not pay for
 * loading classes, opening connections and compiling. The book refuses every one of these claims.
 */
final class WarmUp implements Runnable {
    private static final Duration BUDGET = Duration.ofMillis(1_500);
    private static final TaskId NOBODY = new TaskId("warm-up", "nobody");

    private final FireBook fires;

    WarmUp(FireBook fires) {
        this.fires = fires;
    }

    @Override
    public void run() {
        Instant at = Instant.EPOCH.plusSeconds(3_600);
        TaskSpec spec = TaskSpec.of(
                new IntervalSchedule(Duration.ofSeconds(10), Instant.EPOCH),
                new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        DueTask task = new DueTask(NOBODY, TaskState.ACTIVE, 1, 0, spec, NextFire.at(at), null, null, List.of(), null);
        long deadline = System.nanoTime() + BUDGET.toNanos();
        while (System.nanoTime() < deadline) {
            fires.due(NOBODY);
            if (FirePlanner.next(task, at) instanceof Plan.Start start) {
                fires.claim(new ClaimRequest(task, start, NOBODY.id(), UUID.randomUUID()));
            }
        }
    }
}
