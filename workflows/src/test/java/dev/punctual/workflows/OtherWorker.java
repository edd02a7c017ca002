package dev.punctual.workflows;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Another program's activities and workflows, told apart by their names. */
final class OtherWorker implements DynamicActivity {
    final CountDownLatch running = new CountDownLatch(1);

    @Override
    public @Nullable Object execute(EncodedValues input) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        return switch (context.getInfo().getActivityType()) {
            case "echo" -> Map.of("given", input.get(0, String.class), "second", input.get(1, List.class));
            case "nothing" -> null;
            case "bytes" -> new byte[] {1, 2, 3};
            case "huge" -> "ä".repeat(20_000);
            case "broken" -> throw ApplicationFailure.newFailure("page 7 is missing", "PageError");
            case "hopeless" -> throw ApplicationFailure.newNonRetryableFailure("no such report", "ReportError");
            case "patient" -> untilCancelled(context);
            case "dogged" -> {
                try {
                    untilCancelled(context);
                } catch (RuntimeException cancelled) {
                    throw ApplicationFailure.newFailure("could not clean up", "CleanupError");
                }
                yield null;
            }
            default -> throw new IllegalArgumentException(context.getInfo().getActivityType());
        };
    }

    private String untilCancelled(ActivityExecutionContext context) {
        running.countDown();
        while (true) {
            context.heartbeat(null);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
    }

    /** Workflows likewise. */
    public static final class Flows implements DynamicWorkflow {
        @Override
        public Object execute(EncodedValues input) {
            return switch (Workflow.getInfo().getWorkflowType()) {
                case "Digest" -> {
                    Workflow.sleep(Duration.ofMinutes(3));
                    yield List.of(input.get(0, String.class), Workflow.getInfo().getWorkflowId());
                }
                case "Broken" -> throw ApplicationFailure.newNonRetryableFailure("no digest", "DigestError");
                default -> {
                    Workflow.sleep(Duration.ofDays(1));
                    yield "late";
                }
            };
        }
    }
}
