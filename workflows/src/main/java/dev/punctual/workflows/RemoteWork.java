package dev.punctual.workflows;

import com.google.protobuf.ByteString;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Has a worker that is not Punctual's perform an attempt, and says what came of it: always an answer, never an exception.
 * Results are taken as they come over the wire, so that none that another language makes can be unreadable here.
 */
final class RemoteWork {
    /** The prefix of the workflow id of every workflow that is an action. */
    static final String ID_PREFIX = "punctual-run/";

    /** What is kept of a result, and of a failure's words. */
    static final int MOST_BYTES = 16 * 1024;

    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_CODE = 200;
    private static final String ENCODING = "encoding";

    private final FireTicket ticket;
    private final AttemptStep.Remote step;

    RemoteWork(FireTicket ticket, AttemptStep.Remote step) {
        this.ticket = ticket;
        this.step = step;
    }

    /** Waits for its end. A cancel of the calling scope is handed on, and then waits for what the other worker makes of it. */
    RemoteResult perform() {
        try {
            RawValue returned = switch (step.kind()) {
                case ACTIVITY -> activity();
                case WORKFLOW -> child();
            };
            return returned == null ? new RemoteResult.Succeeded(null, false) : succeeded(returned.getPayload());
        } catch (TemporalFailure failure) {
            return ended(failure);
        }
    }

    private @Nullable RawValue activity() {
        ActivityOptions.Builder options = ActivityOptions.newBuilder()
                .setTaskQueue(step.taskQueue())
                .setPriority(ticket.enginePriority())
                .setScheduleToStartTimeout(step.timeout())
                .setStartToCloseTimeout(step.timeout())
                .setScheduleToCloseTimeout(step.timeout())
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                // the task's policy says what is tried again
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build());
        if (step.heartbeatTimeout() != null) {
            options.setHeartbeatTimeout(step.heartbeatTimeout());
        }
        return Workflow.newUntypedActivityStub(options.build())
                .execute(step.type(), RawValue.class, step.input().toArray());
    }

    private @Nullable RawValue child() {
        ChildWorkflowOptions options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(childId())
                .setTaskQueue(step.taskQueue())
                .setPriority(ticket.enginePriority())
                .setWorkflowExecutionTimeout(step.timeout())
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
        return Workflow.newUntypedChildWorkflowStub(step.type(), options)
                .execute(RawValue.class, step.input().toArray());
    }

    private String childId() {
        return ID_PREFIX + ticket.task() + "/" + ticket.fire() + "/" + step.attempt();
    }

    private static RemoteResult succeeded(Payload payload) {
        String encoding =
                payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY).toStringUtf8();
        return switch (encoding) {
            case "binary/null" -> new RemoteResult.Succeeded(null, false);
            case "json/plain", "json/protobuf" -> {
                boolean truncated = payload.getData().size() > MOST_BYTES;
                yield new RemoteResult.Succeeded(beginning(payload.getData()), truncated);
            }
            // what is no JSON is nobody's outcome, but that there was something is
            default ->
                new RemoteResult.Succeeded(
                        "\"[%d bytes]\"".formatted(payload.getData().size()), false);
        };
    }

    /** At most the bytes that are kept, cut between two characters. */
    private static String beginning(ByteString data) {
        int end = Math.min(data.size(), MOST_BYTES);
        while (end > 0 && end < data.size() && (data.byteAt(end) & 0xC0) == 0x80) {
            end--;
        }
        return data.substring(0, end).toString(StandardCharsets.UTF_8);
    }

    private RemoteResult ended(TemporalFailure failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (CancellationScope.current().isCancelRequested() || failure instanceof CanceledFailure) {
            return new RemoteResult.Cancelled(
                    cause instanceof CanceledFailure
                            ? "it has stopped"
                            : "its answer to the cancel was: " + words(cause));
        }
        return switch (cause) {
            case TimeoutFailure timeout -> timedOut(timeout, failure);
            case ApplicationFailure application ->
                new RemoteResult.Failed(
                        step.kind() + "_FAILED",
                        code(application.getType()),
                        words(application),
                        !application.isNonRetryable(),
                        application.getNextRetryDelay());
            // by somebody else than Punctual, through Temporal itself
            case CanceledFailure cancelled ->
                new RemoteResult.Failed(step.kind() + "_CANCELLED", null, "it ended itself as cancelled", true, null);
            case TerminatedFailure terminated ->
                new RemoteResult.Failed(step.kind() + "_TERMINATED", null, "it was terminated", true, null);
            default -> new RemoteResult.Failed(step.kind() + "_FAILED", null, words(cause), true, null);
        };
    }

    private RemoteResult timedOut(TimeoutFailure timeout, TemporalFailure failure) {
        if (step.kind() == AttemptStep.Kind.WORKFLOW) {
            return new RemoteResult.TimedOut(
                    "TIMEOUT",
                    "workflow %s did not end within the task's timeout of %s; is there a worker for it on task queue %s?"
                            .formatted(step.type(), step.timeout(), step.taskQueue()));
        }
        boolean started = failure instanceof ActivityFailure activity && activity.getStartedEventId() > 0;
        TimeoutType type = timeout.getTimeoutType();
        if (type == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START || !started) {
            return new RemoteResult.TimedOut(
                    "NO_WORKER",
                    "no worker of task queue %s took activity %s within the task's timeout of %s; start one that listens there, or correct taskQueue"
                            .formatted(step.taskQueue(), step.type(), step.timeout()));
        }
        return type == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
                ? new RemoteResult.TimedOut(
                        "HEARTBEAT_TIMEOUT",
                        "activity %s was silent for longer than its heartbeatTimeout of %s"
                                .formatted(step.type(), step.heartbeatTimeout()))
                : new RemoteResult.TimedOut(
                        "TIMEOUT",
                        "activity %s took longer than the task's timeout of %s".formatted(step.type(), step.timeout()));
    }

    private static @Nullable String code(@Nullable String type) {
        return type == null || type.isEmpty() ? null : type.substring(0, Math.min(type.length(), LONGEST_CODE));
    }

    private static String words(Throwable failure) {
        String own = failure instanceof TemporalFailure temporal ? temporal.getOriginalMessage() : failure.getMessage();
        String text = own == null ? failure.getClass().getSimpleName() : own;
        int length = Math.min(text.length(), LONGEST_MESSAGE);
        // never half of a character
        int end = length < text.length() && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
