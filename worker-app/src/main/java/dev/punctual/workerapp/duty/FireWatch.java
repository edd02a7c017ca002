package dev.punctual.workerapp.duty;

import dev.punctual.book.EngineBook;
import dev.punctual.book.EngineBook.Carried;
import dev.punctual.book.FireBook;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;

/**
 * Sees to dispatched fires that are silent for long: should their workflow have been ended from outside, they get a new one,
 * which settles what the old one left; should their stop not have reached the engine, it is asked for again. To a workflow
 * that lives the first means nothing.
 */
public final class FireWatch implements Pass {
    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final int LIMIT = 100;

    private final EngineBook book;
    private final FireBook fires;
    private final TaskEngine engine;

    /** @param book knows which are silent */
    public FireWatch(EngineBook book, FireBook fires, TaskEngine engine) {
        this.book = book;
        this.fires = fires;
        this.engine = engine;
    }

    @Override
    public int runOnce() {
        int seen = 0;
        for (Carried carried : book.silent(SILENT, LIMIT)) {
            fires.due(carried.task()).ifPresent(task -> see(task, carried));
            seen++;
        }
        return seen;
    }

    private void see(DueTask task, Carried carried) {
        boolean stops = task.state() == TaskState.CANCELLED
                || task.open().stream()
                        .anyMatch(fire -> fire.id().equals(carried.fire()) && fire.carrier() == Carrier.STOPPING);
        engine.perform(FireTicket.of(task, carried.fire()));
        if (stops) {
            engine.stop(task.id(), carried.fire());
        }
    }
}
