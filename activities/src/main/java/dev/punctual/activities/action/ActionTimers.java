package dev.punctual.activities.action;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The timers of one kind of action, one for each way in which it can end. */
final class ActionTimers {
    private final Map<String, Timer> byOutcome = new HashMap<>();

    /**
     * @param name of the timers
     * @param description for people
     * @param outcomes the ways in which the action can end
     */
    ActionTimers(MeterRegistry meters, String name, String description, String... outcomes) {
        for (String outcome : outcomes) {
            byOutcome.put(
                    outcome,
                    Timer.builder(name)
                            .description(description)
                            .tag("outcome", outcome)
                            .register(meters));
        }
    }

    void record(String outcome, long nanos) {
        Timer timer = byOutcome.get(outcome);
        if (timer == null) {
            throw new IllegalArgumentException("there is no timer for the outcome '%s'".formatted(outcome));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
