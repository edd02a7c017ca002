package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.fire.RecentFire;
import dev.punctual.api.schedule.ScheduleView;
import dev.punctual.workflows.TaskWorkflow;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.FollowUps;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AccessMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A task in JSON. What is read-only may be sent back and is ignored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Task",
        requiredProperties = {"schedule", "action"})
public record TaskView(
        @Schema(example = "nightly-report", description = "Chosen by the client, or made when left out")
        String id,

        @Nullable String displayName,
        @Nullable String description,
        SortedMap<String, String> labels,
        ScheduleView schedule,
        ActionView action,
        Retry retry,

        @Schema(example = "PT30S", description = "PT0.1S to P7D")
        Duration timeout,

        OverlapPolicy overlapPolicy,
        CatchUpView catchUp,
        Delivery delivery,

        @Schema(minimum = "1", maximum = "5", description = "1 is the highest")
        int priority,

        @Schema(description = "Whose share of a backlogged queue its fires take; 1 to 64 bytes in UTF-8") @Nullable
        String fairnessKey,

        @Schema(minimum = "0.001", maximum = "1000", description = "How large that share is; 1 when left out") @Nullable
        Double fairnessWeight,

        @Schema(description = "One of the operator's queues; default when left out")
        String queue,

        @Nullable ConcurrencyView concurrency,

        @Schema(description = "Done once for each fire that ends FAILED, TIMED_OUT or LOST") @Nullable
        ActionView onFailure,

        @Schema(description = "Done once for each fire that ends SUCCEEDED") @Nullable
        ActionView onSuccess,

        @Schema(description = "Done once for each scheduled fire that starts too late") @Nullable
        OnLateView onLate,

        @Schema(example = "P7D", description = "How long ended fires are kept, from PT1H to the operator's maximum")
        @Nullable
        Duration retention,

        @Schema(accessMode = AccessMode.READ_ONLY) TaskState state,
        @Schema(accessMode = AccessMode.READ_ONLY) int version,

        @Schema(accessMode = AccessMode.READ_ONLY) @Nullable Instant nextFireAt,

        @Schema(accessMode = AccessMode.READ_ONLY) @Nullable LastFire lastFire,

        @Schema(accessMode = AccessMode.READ_ONLY) @Nullable PauseView pause,

        @Schema(accessMode = AccessMode.READ_ONLY) Engine engine,
        @Schema(accessMode = AccessMode.READ_ONLY) Instant createTime,
        @Schema(accessMode = AccessMode.READ_ONLY) Instant updateTime,

        @Schema(
                accessMode = AccessMode.READ_ONLY,
                example = "2025b",
                description = "The time-zone data that nextFireAt was computed with")
        @Nullable
        String tzdataVersion,

        @Schema(
                accessMode = AccessMode.READ_ONLY,
                description = "Its last 20 fires, oldest first; only where include=recent asks for them")
        @Nullable
        List<RecentFire> recent) {

    /** The task as it is shown. */
    public static TaskView of(Task task) {
        return of(task, null);
    }

    /** The task with its last fires. */
    static TaskView of(Task task, @Nullable List<RecentFire> recent) {
        TaskSpec spec = task.spec();
        FollowUps followUps = spec.followUps() == null ? new FollowUps(null, null, null) : spec.followUps();
        return new TaskView(
                task.id().id(),
                spec.displayName(),
                spec.description(),
                new TreeMap<>(spec.labels()),
                ScheduleView.of(spec.schedule()),
                ActionView.of(spec.action()),
                Retry.of(spec.retry()),
                spec.timeout(),
                spec.overlapPolicy(),
                CatchUpView.of(spec.catchUp()),
                spec.delivery(),
                spec.priority(),
                spec.fairnessKey(),
                spec.fairnessWeight(),
                spec.queue(),
                ConcurrencyView.of(spec.concurrency()),
                view(followUps.onFailure()),
                view(followUps.onSuccess()),
                OnLateView.of(followUps.onLate()),
                spec.retention(),
                task.state(),
                task.version(),
                task.nextFireAt(),
                LastFire.of(task.lastFire()),
                PauseView.of(task.pause()),
                new Engine(task.inSync() ? "IN_SYNC" : "PENDING", TaskWorkflow.idFor(task.id())),
                task.createTime(),
                task.updateTime(),
                task.tzdataVersion(),
                recent);
    }

    private static @Nullable ActionView view(@Nullable Action action) {
        return action == null ? null : ActionView.of(action);
    }

    /** What is done about lateness. */
    @Schema(name = "OnLate")
    public record OnLateView(
            @Schema(example = "PT1M", description = "A fire is late when it starts more than this after its instant")
            Duration after,

            ActionView action) {
        static @Nullable OnLateView of(FollowUps.@Nullable OnLate onLate) {
            return onLate == null ? null : new OnLateView(onLate.after(), ActionView.of(onLate.action()));
        }
    }

    /** How a failed fire is tried again. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retry(
            int maxAttempts,
            @Schema(example = "PT1S") Duration initialInterval,
            double backoffCoefficient,
            @Schema(example = "PT5M") Duration maxInterval,
            @Nullable Duration maxElapsed,

            @Schema(
                    description =
                            "Errors after which the fire is not tried again: types, or what they are known as besides",
                    example = "[\"HTTP_404\", \"EXIT_2\"]")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> nonRetryable) {
        static Retry of(RetryPolicy policy) {
            return new Retry(
                    policy.maxAttempts(),
                    policy.initialInterval(),
                    policy.backoffCoefficient(),
                    policy.maxInterval(),
                    policy.maxElapsed(),
                    policy.nonRetryable());
        }
    }

    /** How missed instants are treated. */
    @Schema(name = "CatchUp")
    public record CatchUpView(
            CatchUpPolicy policy, @Schema(example = "PT1H") Duration window) {
        static CatchUpView of(CatchUp catchUp) {
            return new CatchUpView(catchUp.policy(), catchUp.window());
        }
    }

    /** Which fires, of whatever task, may not run beside too many of each other. */
    @Schema(name = "Concurrency")
    public record ConcurrencyView(
            @Schema(example = "warehouse", minLength = 1, maxLength = 64, description = "What they share")
            String key,

            @Schema(minimum = "1", maximum = "10000", description = "How many of them may be under way at once")
            int limit) {
        static @Nullable ConcurrencyView of(@Nullable Concurrency concurrency) {
            return concurrency == null ? null : new ConcurrencyView(concurrency.key(), concurrency.limit());
        }
    }

    /** The fire that was claimed last. */
    public record LastFire(Instant scheduledFor, FireState state) {
        static @Nullable LastFire of(Task.@Nullable LastFire fire) {
            return fire == null ? null : new LastFire(fire.scheduledFor(), fire.state());
        }
    }

    /** Why the task rests, and until when. */
    @Schema(name = "Pause")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PauseView(
            @Nullable String reason, @Nullable Instant until) {
        static @Nullable PauseView of(Task.@Nullable Pause pause) {
            return pause == null ? null : new PauseView(pause.reason(), pause.until());
        }
    }

    /** Whether the engine has been told of this version, and the workflow that it lives in. */
    public record Engine(
            @Schema(allowableValues = {"IN_SYNC", "PENDING"})
            String state,

            String workflowId) {}
}
