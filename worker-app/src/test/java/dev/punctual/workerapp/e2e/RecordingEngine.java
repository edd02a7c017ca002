package dev.punctual.workerapp.e2e;

import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that does nothing but remember what it was asked. */
class RecordingEngine implements TaskEngine {
    final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public void start(Task task, Duration delay, Duration hold) {
        asked.add("start " + task.id());
    }

    @Override
    public void wake(Task task) {
        asked.add("wake " + task.id());
    }

    @Override
    public void restart(TaskId task) {
        asked.add("restart " + task);
    }

    @Override
    public void cancel(TaskId task) {
        asked.add("cancel " + task);
    }

    @Override
    public void perform(FireTicket ticket) {
        asked.add("perform " + ticket.fire());
    }

    @Override
    public void stop(TaskId task, FireId fire) {
        asked.add("stop " + fire);
    }
}
