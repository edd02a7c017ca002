package dev.punctual.peers;

import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.concurrent.TimeUnit;

/** The clients of Temporal and its worker: as the SDK comes, or with room for a herd. */
final class TemporalClients implements AutoCloseable {

    /** Where the worker is asked for work. */
    static final String TASK_QUEUE = "peers";

    /** How many starts are on their way at a time. */
    static final int PARALLEL_STARTS = 16;

    private static final int SLOTS = 2_000;
    private static final int POLLERS = 20;
    private static final int STOP_SECONDS = 5;

    private final WorkflowServiceStubs service;
    private final WorkflowClient workflows;
    private final WorkerFactory workers;

    TemporalClients(Setup setup, boolean tuned) {
        WorkflowServiceStubsOptions.Builder stubs =
                WorkflowServiceStubsOptions.newBuilder().setTarget(setup.temporal());
        WorkerFactoryOptions.Builder factory = WorkerFactoryOptions.newBuilder();
        WorkerOptions.Builder worker = WorkerOptions.newBuilder();
        if (tuned) {
            // on loopback it costs processor time and saves nothing
            stubs.setGrpcCompression(GrpcCompression.NONE);
            factory.setUsingVirtualWorkflowThreads(true).setWorkflowCacheSize(SLOTS);
            worker.setUsingVirtualThreads(true)
                    .setMaxConcurrentWorkflowTaskExecutionSize(SLOTS)
                    .setMaxConcurrentActivityExecutionSize(SLOTS)
                    .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                    .setMaxConcurrentActivityTaskPollers(POLLERS);
        }
        service = WorkflowServiceStubs.newServiceStubs(stubs.build());
        workflows = WorkflowClient.newInstance(service);
        workers = WorkerFactory.newInstance(workflows, factory.build());
        Worker one = workers.newWorker(TASK_QUEUE, worker.build());
        one.registerWorkflowImplementationTypes(TemporalFire.Impl.class);
        one.registerActivitiesImplementations((TemporalFire.Call) Payload::call);
    }

    WorkflowClient workflows() {
        return workflows;
    }

    ScheduleClient schedules() {
        return ScheduleClient.newInstance(service);
    }

    /** Begins to ask for work. */
    void run() {
        workers.start();
    }

    @Override
    public void close() {
        workers.shutdown();
        workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        service.shutdownNow();
    }
}
