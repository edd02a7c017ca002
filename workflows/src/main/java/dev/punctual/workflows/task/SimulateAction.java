package dev.punctual.workflows.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does nothing for a while: for demonstrations and load tests.
 *
 * @param minDuration the shortest time it takes
 * @param maxDuration the longest; the time of a fire is spread evenly between the two
 * @param failureRate the share of attempts that fail, 0 to 1
 * @param output any JSON value, recorded as the outcome; null for none
 */
public record SimulateAction(
        Duration minDuration,
        Duration maxDuration,
        double failureRate,
        @Nullable Object output) implements Action {

    @Override
    public String type() {
        return "simulate";
    }

    @Override
    public String describe() {
        return minDuration.equals(maxDuration)
                ? "simulate " + minDuration
                : "simulate %s to %s".formatted(minDuration, maxDuration);
    }
}
