package dev.punctual.peers;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Bare Temporal: a workflow for each task, started at once with a delay until the instant. */
final class TemporalDelayPeer implements Peer {
    private final TemporalClients clients;
    private final Clock clock = Clock.systemUTC();

    TemporalDelayPeer(TemporalClients clients) {
        this.clients = clients;
    }

    @Override
    public void prepare() {
        // a new server has its namespace, and needs nothing else
    }

    @Override
    public void register(List<DueTask> tasks) throws ExecutionException, InterruptedException {
        InParallel.each(TemporalClients.PARALLEL_STARTS, tasks, this::start);
    }

    private void start(DueTask task) {
        TemporalFire workflow = clients.workflows()
                .newWorkflowStub(
                        TemporalFire.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(task.id())
                                .setTaskQueue(TemporalClients.TASK_QUEUE)
                                .setStartDelay(Times.delayUntil(task.instant(), clock.instant()))
                                .build());
        WorkflowClient.start(workflow::fire, task.id(), task.due());
    }

    @Override
    public void run() {
        clients.run();
    }

    @Override
    public void close() {
        clients.close();
    }
}
