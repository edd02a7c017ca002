package dev.punctual.activities;

import dev.punctual.workflows.fire.FireState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What is counted of the fires of this worker. */
public final class FireMetrics {
    private final Map<FireState, Counter> fires = new EnumMap<>(FireState.class);
    private final Timer lateness;
    private final DistributionSummary claimBatch;
    private final OnTimeFires onTime = new OnTimeFires();

    /** @param registry where the meters live */
    public FireMetrics(MeterRegistry registry) {
        for (FireState state : FireState.values()) {
            fires.put(
                    state,
                    Counter.builder("punctual.fires")
                            .description("Ends of attempts by the state that the fire took")
                            .tag("state", state.name())
                            .register(registry));
        }
        lateness = Timer.builder("punctual.fire.lateness")
                .description("startedAt minus scheduledFor of first attempts")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1))
                .register(registry);
        claimBatch = DistributionSummary.builder("punctual.claim.batch")
                .description("Claims decided by one statement")
                .serviceLevelObjectives(1, 2, 5, 10, 50, 100, 500)
                .register(registry);
    }

    /** A statement decided so many claims. */
    public void claimed(int batch) {
        claimBatch.record(batch);
    }

    /** How late those are that are not caught up. */
    OnTimeFires onTime() {
        return onTime;
    }

    void started(Duration late) {
        lateness.record(late);
    }

    void ended(FireState state) {
        Counter counter = fires.get(state);
        if (counter != null) {
            counter.increment();
        }
    }
}
