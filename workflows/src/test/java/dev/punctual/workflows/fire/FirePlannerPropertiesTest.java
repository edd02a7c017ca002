package dev.punctual.workflows.fire;

import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

class FirePlannerPropertiesTest {
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void everyInstantHasOneFateAndStartsWhenItMay(
            @ForAll @IntRange(min = 1, max = 90) int every,
            @ForAll CatchUpPolicy policy,
            @ForAll @IntRange(min = 1, max = 900) int window,
            @ForAll long chance) {
        TaskSpec spec = TaskSpec.of(
                        new IntervalSchedule(Duration.ofSeconds(every), NINE),
                        new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .toBuilder()
                .catchUp(new CatchUp(policy, Duration.ofSeconds(window)))
                .build()
                .toBuilder()
                .retry(new RetryPolicy(3, Duration.ofSeconds(5), 4, Duration.ofMinutes(5), null))
                .build();
        SimulatedTask task = new SimulatedTask(spec, new Random(chance));

        for (int step = 0; step < 200; step++) {
            task.step();
        }

        task.assertNothingLost();
    }
}
