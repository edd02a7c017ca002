package dev.punctual.workerapp;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The settings of a process.
 *
 * @param roles what the process does
 * @param queues the queues that tasks may name; "default" is one of them whatever is said
 * @param queueSettings how much of a queue may start, and for whom first, by the queue's name
 * @param engine how Temporal is treated
 * @param worker how much the worker takes on
 * @param catchUp how quickly missed fires are caught up
 * @param http what HTTP actions may reach
 * @param retention how long ended fires and tasks are kept, at least a day; a task may say less for its own fires
 * @param auditRetention how long audit events, and what is left of archived tasks, are kept, at least a day
 * @param temporalUi the base address of Temporal's Web UI, to which the console links; null for none
 */
@ConfigurationProperties("punctual")
public record PunctualProperties(
        @DefaultValue({"api", "worker"}) Set<Role> roles,
        @DefaultValue Set<String> queues,
        @DefaultValue Map<String, QueueSettings> queueSettings,
        @DefaultValue Engine engine,
        @DefaultValue Worker worker,
        @DefaultValue CatchUp catchUp,
        @DefaultValue Http http,
        @DefaultValue("P90D") Duration retention,
        @DefaultValue("P400D") Duration auditRetention,
        @Nullable String temporalUi) {

    public PunctualProperties {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("punctual.roles is empty; name api, worker or both");
        }
        roles = Set.copyOf(EnumSet.copyOf(roles));
        if (temporalUi != null && !temporalUi.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException(
                    "punctual.temporal-ui is '%s'; write the address that browsers open, like http://127.0.0.1:8233"
                            .formatted(temporalUi));
        }
        for (String queue : queues) {
            if (!TaskId.isName(queue)) {
                throw new IllegalArgumentException(
                        "punctual.queues names '%s'; use 1 to 63 lower-case letters, digits and inner hyphens"
                                .formatted(queue));
            }
        }
        Set<String> named = new TreeSet<>(queues);
        named.add(TaskSpec.DEFAULT_QUEUE);
        queues = Set.copyOf(named);
        queueSettings = Map.copyOf(queueSettings);
        for (Map.Entry<String, QueueSettings> settings : queueSettings.entrySet()) {
            if (!queues.contains(settings.getKey())) {
                throw new IllegalArgumentException(
                        "punctual.queue-settings.%s: there is no such queue; name it in punctual.queues"
                                .formatted(settings.getKey()));
            }
            if (settings.getKey().equals(TaskSpec.DEFAULT_QUEUE)
                    && settings.getValue().isLimited()) {
                throw new IllegalArgumentException(
                        "punctual.queue-settings.default has a rate, but most fires of that queue start without any queue; limit another one");
            }
        }
        for (String queue : worker.queues()) {
            if (!queues.contains(queue)) {
                throw new IllegalArgumentException(
                        "punctual.worker.queues names '%s', which punctual.queues does not; name it there, too"
                                .formatted(queue));
            }
        }
    }

    /** The queues whose dispatched fires this process performs. */
    public Set<String> servedQueues() {
        return worker.queues().isEmpty() ? queues : worker.queues();
    }

    /** What holds for a queue. */
    QueueSettings settingsOf(String queue) {
        return queueSettings.getOrDefault(queue, QueueSettings.NONE);
    }

    /**
     * @param ratePerSecond how many of its attempts start in a second, over all workers; null for no limit
     * @param ratePerKeyPerSecond how many of those of one fairness key, times the key's weight; null for no limit
     * @param weights of fairness keys, whatever their tasks say
     */
    public record QueueSettings(
            @Nullable Double ratePerSecond,
            @Nullable Double ratePerKeyPerSecond,
            @DefaultValue Map<String, Double> weights) {
        static final QueueSettings NONE = new QueueSettings(null, null, Map.of());

        private static final double MOST = 100_000;
        private static final double LEAST_WEIGHT = 0.001;
        private static final double MOST_WEIGHT = 1_000;
        private static final int MOST_WEIGHTS = 1_000;

        public QueueSettings {
            weights = Map.copyOf(weights);
            check("rate-per-second", ratePerSecond);
            check("rate-per-key-per-second", ratePerKeyPerSecond);
            if (weights.size() > MOST_WEIGHTS) {
                throw new IllegalArgumentException(
                        "punctual.queue-settings: %d weights for one queue; Temporal takes %d; leave the others to their tasks"
                                .formatted(weights.size(), MOST_WEIGHTS));
            }
            weights.forEach((key, weight) -> {
                if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
                    throw new IllegalArgumentException("punctual.queue-settings: the weight of '%s' is %s; use %s to %s"
                            .formatted(key, weight, LEAST_WEIGHT, MOST_WEIGHT));
                }
            });
        }

        private static void check(String name, @Nullable Double rate) {
            if (rate != null && !(rate > 0 && rate <= MOST)) {
                throw new IllegalArgumentException(
                        "punctual.queue-settings: %s is %s; use more than 0, and at most %s, or leave it out for no limit"
                                .formatted(name, rate, MOST));
            }
        }

        /** Whether anything waits although a worker has time for it. */
        boolean isLimited() {
            return ratePerSecond != null || ratePerKeyPerSecond != null;
        }
    }

    /**
     * @param wakesPerSecond how many tasks that share an instant the engine wakes in a second, ahead of it
     * @param reportsAtOnce how many reports of what workflows did are on their way to the engine at once
     * @param sdkMetrics whether the figures that Temporal's client takes of itself are published beside Punctual's own
     */
    public record Engine(
            @DefaultValue("100") double wakesPerSecond,
            @DefaultValue("32") int reportsAtOnce,
            @DefaultValue("false") boolean sdkMetrics) {
        public Engine {
            if (!(wakesPerSecond > 0)) {
                throw new IllegalArgumentException(
                        "punctual.engine.wakes-per-second is %s; it must be greater than 0".formatted(wakesPerSecond));
            }
            if (reportsAtOnce < 1) {
                throw new IllegalArgumentException(
                        "punctual.engine.reports-at-once is %d; it must be at least 1".formatted(reportsAtOnce));
            }
        }
    }

    /**
     * @param maxHolds how many fires are held or performed at once
     * @param pollers how many requests for work are open at once
     * @param queues the queues whose dispatched fires are performed here; all of them when none is named
     * @param slots how many dispatched fires of each queue are performed at once
     */
    public record Worker(
            @DefaultValue("10000") int maxHolds,
            @DefaultValue("40") int pollers,
            @DefaultValue Set<String> queues,
            @DefaultValue("100") int slots) {
        public Worker {
            queues = Set.copyOf(queues);
            if (slots < 1) {
                throw new IllegalArgumentException(
                        "punctual.worker.slots is %d; it must be at least 1".formatted(slots));
            }
            if (maxHolds < 1 || pollers < 1) {
                throw new IllegalArgumentException(
                        "punctual.worker.max-holds is %d and punctual.worker.pollers is %d; both must be at least 1"
                                .formatted(maxHolds, pollers));
            }
        }
    }

    /** @param firesPerSecond how many fires whose instants were missed a worker starts in a second at most */
    public record CatchUp(@DefaultValue("500") double firesPerSecond) {
        public CatchUp {
            if (!(firesPerSecond >= CatchUpGate.LEAST)) {
                throw new IllegalArgumentException("punctual.catch-up.fires-per-second is %s; it must be at least %s"
                        .formatted(firesPerSecond, CatchUpGate.LEAST));
            }
        }
    }

    /** @param allowedAddresses networks in CIDR form that HTTP actions may call although they are not public */
    public record Http(@DefaultValue List<String> allowedAddresses) {
        public Http {
            allowedAddresses = List.copyOf(allowedAddresses);
        }
    }

    /** The roles before the settings are bound as a whole. */
    static Set<Role> roles(Environment environment) {
        return Binder.get(environment)
                .bind("punctual", PunctualProperties.class)
                .map(PunctualProperties::roles)
                .orElseGet(() -> EnumSet.allOf(Role.class));
    }
}
