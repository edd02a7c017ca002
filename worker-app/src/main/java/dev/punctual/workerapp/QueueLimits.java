package dev.punctual.workerapp;

import dev.punctual.workerapp.PunctualProperties.QueueSettings;
import dev.punctual.workflows.TaskQueues;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.RateLimit;
import io.temporal.api.taskqueue.v1.RateLimitConfig;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.taskqueue.v1.TaskQueueConfig;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest;
import io.temporal.api.workflowservice.v1.UpdateTaskQueueConfigRequest.RateLimitUpdate;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Temporal how much of a queue may start, so that the limits hold over all workers. Temporal keeps what it was told. */
final class QueueLimits {
    private static final Logger log = LoggerFactory.getLogger(QueueLimits.class);
    private static final int SECONDS = 10;
    private static final String REASON = "settings of Punctual";

    private final WorkflowClient client;

    QueueLimits(WorkflowClient client) {
        this.client = client;
    }

    /** Has the queue go by these settings, and by nothing that it was told before. */
    void apply(String queue, QueueSettings settings) {
        TaskQueueConfig present = present(queue);
        Double rate = rate(present.getQueueRateLimit());
        Double ratePerKey = rate(present.getFairnessKeysRateLimitDefault());
        Map<String, Float> weights = new HashMap<>();
        settings.weights().forEach((key, weight) -> weights.put(key, weight.floatValue()));
        boolean same = isSame(settings.ratePerSecond(), rate)
                && isSame(settings.ratePerKeyPerSecond(), ratePerKey)
                && weights.equals(present.getFairnessWeightOverridesMap());
        if (same) {
            return;
        }
        List<String> dropped = present.getFairnessWeightOverridesMap().keySet().stream()
                .filter(key -> !weights.containsKey(key))
                .toList();
        stub().updateTaskQueueConfig(UpdateTaskQueueConfigRequest.newBuilder()
                .setNamespace(namespace())
                .setIdentity(client.getOptions().getIdentity())
                .setTaskQueue(TaskQueues.of(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setUpdateQueueRateLimit(update(settings.ratePerSecond()))
                .setUpdateFairnessKeyRateLimitDefault(update(settings.ratePerKeyPerSecond()))
                .putAllSetFairnessWeightOverrides(weights)
                .addAllUnsetFairnessWeightOverrides(dropped)
                .build());
        log.info("queue {} now goes by {}", queue, settings);
    }

    private TaskQueueConfig present(String queue) {
        return stub().describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace(namespace())
                        .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.of(queue)))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .setReportConfig(true)
                        .build())
                .getConfig();
    }

    private static @Nullable Double rate(RateLimitConfig config) {
        return config.hasRateLimit() ? Double.valueOf(config.getRateLimit().getRequestsPerSecond()) : null;
    }

    private static boolean isSame(@Nullable Double wanted, @Nullable Double present) {
        if (wanted == null || present == null) {
            return wanted == null && present == null;
        }
        // it keeps them in that precision
        return wanted.floatValue() == present.floatValue();
    }

    /** Without a rate it takes the limit away. */
    private static RateLimitUpdate update(@Nullable Double rate) {
        RateLimitUpdate.Builder update = RateLimitUpdate.newBuilder().setReason(REASON);
        if (rate != null) {
            update.setRateLimit(RateLimit.newBuilder().setRequestsPerSecond(rate.floatValue()));
        }
        return update.build();
    }

    private WorkflowServiceBlockingStub stub() {
        return client.getWorkflowServiceStubs().blockingStub().withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }
}
