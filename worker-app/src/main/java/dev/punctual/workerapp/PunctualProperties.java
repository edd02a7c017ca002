package dev.punctual.workerapp;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The settings of a process.
 *
 * @param roles what the process does
 * @param queues the queues that tasks may name; "default" is one of them whatever is said
 * @param engine how Temporal is treated
 * @param worker how much the worker takes on
 * @param catchUp how quickly missed fires are caught up
 * @param http what HTTP actions may reach
 * @param retention how long ended fires and tasks are kept, at least a day; a task may say less for its own fires
 * @param auditRetention how long audit events, and what is left of archived tasks, are kept, at least a day
 */
@ConfigurationProperties("punctual")
public record PunctualProperties(
        @DefaultValue({"api", "worker"}) Set<Role> roles,
        @DefaultValue Set<String> queues,
        @DefaultValue Engine engine,
        @DefaultValue Worker worker,
        @DefaultValue CatchUp catchUp,
        @DefaultValue Http http,
        @DefaultValue("P90D") Duration retention,
        @DefaultValue("P400D") Duration auditRetention) {

    public PunctualProperties {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("punctual.roles is empty; name api, worker or both");
        }
        roles = Set.copyOf(EnumSet.copyOf(roles));
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
    public record CatchUp(@DefaultValue("200") double firesPerSecond) {
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
