package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.SimulateAction;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Sleeps instead of working. How long, and whether it fails, follows from the fire and the attempt alone: the same attempt always
 * goes the same way, another attempt may go another.
 */
public final class SimulateActionHandler implements ActionHandler<SimulateAction> {
    @Override
    public Class<SimulateAction> kind() {
        return SimulateAction.class;
    }

    @Override
    public Outcome perform(SimulateAction action, FireContext context) throws InterruptedException {
        SplittableRandom random = randomOf(context);
        Duration duration = between(action.minDuration(), action.maxDuration(), random.nextDouble());
        boolean fails = random.nextDouble() < action.failureRate();
        if (duration.compareTo(context.timeout()) > 0) {
            sleep(context.timeout());
            return new Outcome.TimedOut(new FireError(
                    "TIMEOUT",
                    "the simulated work takes %s, longer than the task's timeout of %s"
                            .formatted(duration, context.timeout())));
        }
        sleep(duration);
        if (fails) {
            return new Outcome.Failed(
                    new FireError(
                            "SIMULATED",
                            "attempt %d was chosen to fail; failureRate sets how many are"
                                    .formatted(context.attempt())),
                    null,
                    true);
        }
        return new Outcome.Succeeded(action.output() == null ? null : Map.of("output", action.output()));
    }

    private static Duration between(Duration min, Duration max, double share) {
        return min.plusNanos((long) (share * max.minus(min).toNanos()));
    }

    private static void sleep(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }

    private static SplittableRandom randomOf(FireContext context) {
        UUID fire = context.fire().value();
        long seed = fire.getMostSignificantBits() * 31 + fire.getLeastSignificantBits();
        return new SplittableRandom(seed + context.attempt() * 0x9E3779B97F4A7C15L).split();
    }
}
