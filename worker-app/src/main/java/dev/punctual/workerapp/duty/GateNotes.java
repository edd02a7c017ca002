package dev.punctual.workerapp.duty;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.book.EngineBook;
import dev.punctual.workflows.task.TaskId;
import java.util.List;

/**
 * Notes in the book which tasks wait at this worker's gate for missed fires, so that no other process rescues them. What is
 * not noted in time, or waits for longer, may be rescued all the same: that costs a wake-up.
 */
public final class GateNotes implements Pass {
    private static final int MOST = 1_000;

    private final CatchUpGate gate;
    private final EngineBook book;

    /**
     * @param gate knows who waits
     * @param book tells the other processes
     */
    public GateNotes(CatchUpGate gate, EngineBook book) {
        this.gate = gate;
        this.book = book;
    }

    @Override
    public int runOnce() {
        List<TaskId> waiting = gate.takeNewcomers(MOST);
        if (!waiting.isEmpty()) {
            book.attended(waiting);
        }
        return waiting.size();
    }
}
