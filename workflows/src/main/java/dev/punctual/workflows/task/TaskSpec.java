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
 * @param fairnessWeight how large that share is beside those of weight 1
 * @param queue the name of the workers' queue
 * @param concurrency which fires, of whatever task, may not run beside too many of each other; null for no such limit
 * @param followUps what is done about how its fires end
 * @param retention how long its ended fires are kept; null for as long as those of other tasks
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
        @Nullable Double fairnessWeight,
        String queue,
        @Nullable Concurrency concurrency,
        @Nullable FollowUps followUps,
        @Nullable Duration retention) {

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
        return builder(schedule, action).build();
    }

    /** Whether a priority is higher than usual. */
    public static boolean isUrgent(int priority) {
        return priority < DEFAULT_PRIORITY;
    }

    /** Begins with every default. */
    public static Builder builder(Schedule schedule, Action action) {
        return new Builder(schedule, action);
    }

    /** Begins with what this one says. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** One line for people: when, and what. */
    public String summary() {
        return schedule.describe() + " · " + action.describe();
    }

    /** Makes a definition out of parts. */
    public static final class Builder {
        private Schedule schedule;
        private Action action;
        private @Nullable String displayName;
        private @Nullable String description;
        private Map<String, String> labels = Map.of();
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Duration timeout = DEFAULT_TIMEOUT;
        private OverlapPolicy overlapPolicy = OverlapPolicy.SKIP;
        private CatchUp catchUp = CatchUp.DEFAULT;
        private Delivery delivery = Delivery.AT_LEAST_ONCE;
        private int priority = DEFAULT_PRIORITY;
        private @Nullable String fairnessKey;
        private @Nullable Double fairnessWeight;
        private String queue = DEFAULT_QUEUE;
        private @Nullable Concurrency concurrency;
        private @Nullable FollowUps followUps;
        private @Nullable Duration retention;

        private Builder(Schedule schedule, Action action) {
            this.schedule = schedule;
            this.action = action;
        }

        private Builder(TaskSpec spec) {
            this(spec.schedule, spec.action);
            displayName = spec.displayName;
            description = spec.description;
            labels = spec.labels;
            retry = spec.retry;
            timeout = spec.timeout;
            overlapPolicy = spec.overlapPolicy;
            catchUp = spec.catchUp;
            delivery = spec.delivery;
            priority = spec.priority;
            fairnessKey = spec.fairnessKey;
            fairnessWeight = spec.fairnessWeight;
            queue = spec.queue;
            concurrency = spec.concurrency;
            followUps = spec.followUps;
            retention = spec.retention;
        }

        public Builder displayName(@Nullable String newDisplayName) {
            this.displayName = newDisplayName;
            return this;
        }

        public Builder description(@Nullable String newDescription) {
            this.description = newDescription;
            return this;
        }

        public Builder labels(Map<String, String> newLabels) {
            this.labels = newLabels;
            return this;
        }

        public Builder schedule(Schedule newSchedule) {
            this.schedule = newSchedule;
            return this;
        }

        public Builder action(Action newAction) {
            this.action = newAction;
            return this;
        }

        public Builder retry(RetryPolicy newRetry) {
            this.retry = newRetry;
            return this;
        }

        public Builder timeout(Duration newTimeout) {
            this.timeout = newTimeout;
            return this;
        }

        public Builder overlapPolicy(OverlapPolicy newOverlapPolicy) {
            this.overlapPolicy = newOverlapPolicy;
            return this;
        }

        public Builder catchUp(CatchUp newCatchUp) {
            this.catchUp = newCatchUp;
            return this;
        }

        public Builder delivery(Delivery newDelivery) {
            this.delivery = newDelivery;
            return this;
        }

        public Builder priority(int newPriority) {
            this.priority = newPriority;
            return this;
        }

        public Builder fairnessKey(@Nullable String newFairnessKey) {
            this.fairnessKey = newFairnessKey;
            return this;
        }

        public Builder fairnessWeight(@Nullable Double newFairnessWeight) {
            this.fairnessWeight = newFairnessWeight;
            return this;
        }

        public Builder queue(String newQueue) {
            this.queue = newQueue;
            return this;
        }

        public Builder concurrency(@Nullable Concurrency newConcurrency) {
            this.concurrency = newConcurrency;
            return this;
        }

        public Builder followUps(@Nullable FollowUps newFollowUps) {
            this.followUps = newFollowUps;
            return this;
        }

        public Builder retention(@Nullable Duration newRetention) {
            this.retention = newRetention;
            return this;
        }

        public TaskSpec build() {
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
                    delivery,
                    priority,
                    fairnessKey,
                    fairnessWeight,
                    queue,
                    concurrency,
                    followUps,
                    retention);
        }
    }
}
