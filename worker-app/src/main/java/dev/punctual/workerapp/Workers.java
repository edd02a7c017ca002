package dev.punctual.workerapp;

import dev.punctual.activities.Holds;
import dev.punctual.activities.QueueRoom;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.workflows.DispatchedFireActivities;
import dev.punctual.workflows.FireActivities;
import dev.punctual.workflows.FireWorkflowImpl;
import dev.punctual.workflows.TaskQueues;
import dev.punctual.workflows.TaskWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which class serves which task queue, and how much of it at once. */
final class Workers {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    /** After a worker's death the engine offers its workflows to others after so long. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(10);

    /**
     * A workflow's thread that gets no processor for a second, as the client's default has it, is a busy machine and no deadlock:
     * to give its work up makes the machine busier.
     */
    private static final Duration DEADLOCK_DETECTION = Duration.ofSeconds(5);

    /** Short actions end within this; what does not is declared lost and tried again elsewhere. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final WorkflowClient client;
    private final FireActivities activities;
    private final DispatchedFireActivities dispatched;
    private final Holds holds;
    private final RunningAttempts attempts;
    private final PunctualProperties properties;
    private final PunctualProperties.Worker settings;
    private volatile @Nullable WorkerFactory factory;

    Workers(
            WorkflowClient client,
            FireActivities activities,
            DispatchedFireActivities dispatched,
            Holds holds,
            RunningAttempts attempts,
            PunctualProperties properties) {
        this.client = client;
        this.activities = activities;
        this.dispatched = dispatched;
        this.holds = holds;
        this.attempts = attempts;
        this.properties = properties;
        this.settings = properties.worker();
    }

    /** Begins to take work; throws when Temporal is away, and may be called again then. */
    void start() {
        Set<String> queues = properties.servedQueues();
        // before anything of them can start
        QueueLimits limits = new QueueLimits(client);
        queues.forEach(queue -> limits.apply(queue, properties.settingsOf(queue)));
        // a poller keeps a slot while it asks, and those that ask for known workflows take no new ones
        int slots = settings.maxHolds() + settings.pollers();
        WorkerFactory started = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        // a workflow that is held must stay in the cache, or it would be replayed at each heartbeat
                        .setWorkflowCacheSize(2 * settings.maxHolds())
                        .build());
        Worker worker = started.newWorker(
                TaskQueues.TASKS,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(true)
                        // a holding local activity keeps the slot of its workflow task, too
                        .setMaxConcurrentWorkflowTaskExecutionSize(slots)
                        .setMaxConcurrentLocalActivityExecutionSize(slots)
                        .setMaxConcurrentWorkflowTaskPollers(settings.pollers())
                        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                        .setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION.toMillis())
                        .build());
        worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities, dispatched);
        queues.forEach(queue -> serve(started, queue));
        started.start();
        factory = started;
        log.info("this worker takes fires from {}, and dispatched ones of {}", TaskQueues.TASKS, queues);
    }

    /** Performs the dispatched fires of a queue. */
    private void serve(WorkerFactory factory, String queue) {
        Worker worker = factory.newWorker(
                TaskQueues.of(queue),
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(true)
                        .setMaxConcurrentActivityExecutionSize(QueueRoom.byQueue(settings.slots()))
                        .setMaxConcurrentLocalActivityExecutionSize(settings.slots())
                        // an attempt that begins beside the queue would begin beside its limits
                        .setDisableEagerExecution(properties.settingsOf(queue).isLimited())
                        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                        .setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION.toMillis())
                        .build());
        worker.registerWorkflowImplementationTypes(FireWorkflowImpl.class);
        worker.registerActivitiesImplementations(dispatched);
    }

    boolean isRunning() {
        return factory != null;
    }

    /** Takes no more work, hands held fires back, and lets short actions end. */
    void drain() {
        holds.drain();
        WorkerFactory running = factory;
        if (running == null) {
            return;
        }
        long begun = System.nanoTime();
        running.shutdown();
        running.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS);
        Duration left = DRAIN.minusNanos(System.nanoTime() - begun);
        if (!running.isTerminated() || !haveEnded(left)) {
            log.warn("some actions did not end within {}; their leases will lapse and policy decides", DRAIN);
        }
        factory = null;
    }

    /** An attempt that began at once may be accompanied by another worker: then this one's engine knows nothing of it. */
    private boolean haveEnded(Duration longest) {
        try {
            return attempts.awaitEnd(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
