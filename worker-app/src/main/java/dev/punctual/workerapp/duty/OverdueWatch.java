package dev.punctual.workerapp.duty;

import dev.punctual.book.EngineBook;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts the workflow of a task whose instant passed unclaimed: its worker was killed while it held the fire, or the engine
 * lost the workflow. A workflow holds no state of its own, so replacing it is always safe.
 */
public final class OverdueWatch implements Pass {
    private static final Logger log = LoggerFactory.getLogger(OverdueWatch.class);

    /** The engine and the worker get so long to do it by themselves. */
    static final Duration OVERDUE = Duration.ofSeconds(2);

    /** A restarted task is left alone for so long, so that a busy engine is not made busier. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LIMIT = 200;

    private final EngineBook book;
    private final TaskEngine engine;
    private final Predicate<TaskId> attended;

    /**
     * @param book knows what is overdue
     * @param engine restarts
     * @param attended whether this process is at work on the task, so that a restart would only repeat its work
     */
    public OverdueWatch(EngineBook book, TaskEngine engine, Predicate<TaskId> attended) {
        this.book = book;
        this.engine = engine;
        this.attended = attended;
    }

    @Override
    public int runOnce() {
        List<TaskId> overdue = book.overdue(OVERDUE, PATIENCE, LIMIT);
        int restarted = 0;
        for (TaskId task : overdue) {
            if (!attended.test(task)) {
                engine.restart(task);
                log.debug("task {}: its instant passed unclaimed, its workflow was restarted", task);
                restarted++;
            }
        }
        if (restarted > 0) {
            log.info("restarted {} tasks whose instant had passed unclaimed", restarted);
        }
        return restarted;
    }
}
