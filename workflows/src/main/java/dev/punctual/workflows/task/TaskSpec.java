package dev.punctual.workflows.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a user says of a task. Immutable: each change makes a new version, and every fire names the version it ran by.
 *
 * @param displayName a title for people; null for none
 * @param description what it is for; null for none
 * @param labels key and value pairs to find it by
 * @param schedule when it is due
 * @param action what is done
 * @param retry how a failed fire is tried again
 * @param timeout the longest an attempt may take
 * @param overlapPolicy what happens when the last fire still runs
 * @param catchUp how missed instants are treated
 * @param delivery what is done about an attempt of unknown outcome
 * @param priority 1 (highest) to 5
 * @param fairnessKey whose share of a backlogged engine it takes; null for none
 * @param queue the name of the workers' queue
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskSpec(
        @Nullable String displayName,
        @Nullable String description,
        Map<String, String> labels,
        Schedule schedule,
        Action action,
        RetryPolicy retry,
        Duration timeout,
        OverlapPolicy overlapPolicy,
        CatchUp catchUp,
        Delivery delivery,
        int priority,
        @Nullable String fairnessKey,
        String queue) {

    /** How long an attempt may take when nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The priority when nothing is said. */
    public static final int DEFAULT_PRIORITY = 3;

    /** The queue that every worker serves. */
    public static final String DEFAULT_QUEUE = "default";

    public TaskSpec {
        labels = Map.copyOf(labels);
    }

    /** A task with this schedule and action, and every default. */
    public static TaskSpec of(Schedule schedule, Action action) {
        return new TaskSpec(
                null,
                null,
                Map.of(),
                schedule,
                action,
                RetryPolicy.DEFAULT,
                DEFAULT_TIMEOUT,
                OverlapPolicy.SKIP,
                CatchUp.DEFAULT,
                Delivery.AT_LEAST_ONCE,
                DEFAULT_PRIORITY,
                null,
                DEFAULT_QUEUE);
    }

    /** One line for people: when, and what. */
    public String summary() {
        return schedule.describe() + " · " + action.describe();
    }

    public TaskSpec withRetry(RetryPolicy newRetry) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                schedule,
                action,
                newRetry,
                timeout,
                overlapPolicy,
                catchUp,
                delivery,
                priority,
                fairnessKey,
                queue);
    }

    public TaskSpec withCatchUp(CatchUp newCatchUp) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                schedule,
                action,
                retry,
                timeout,
                overlapPolicy,
                newCatchUp,
                delivery,
                priority,
                fairnessKey,
                queue);
    }

    public TaskSpec withOverlapPolicy(OverlapPolicy newPolicy) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                schedule,
                action,
                retry,
                timeout,
                newPolicy,
                catchUp,
                delivery,
                priority,
                fairnessKey,
                queue);
    }

    public TaskSpec withDelivery(Delivery newDelivery) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                schedule,
                action,
                retry,
                timeout,
                overlapPolicy,
                catchUp,
                newDelivery,
                priority,
                fairnessKey,
                queue);
    }

    public TaskSpec withTimeout(Duration newTimeout) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                schedule,
                action,
                retry,
                newTimeout,
                overlapPolicy,
                catchUp,
                delivery,
                priority,
                fairnessKey,
                queue);
    }

    public TaskSpec withSchedule(Schedule newSchedule) {
        return new TaskSpec(
                displayName,
                description,
                labels,
                newSchedule,
                action,
                retry,
                timeout,
                overlapPolicy,
                catchUp,
                delivery,
                priority,
                fairnessKey,
                queue);
    }
}
