package dev.punctual.workflows.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a failed fire is tried again: exponential backoff, bounded in number and time.
 *
 * @param maxAttempts all attempts together, at least 1
 * @param initialInterval the wait after the first failure
 * @param backoffCoefficient what each wait is multiplied by for the next, at least 1
 * @param maxInterval the longest wait
 * @param maxElapsed no attempt starts later than this after the fire's first one; null for no such limit
 */
public record RetryPolicy(
        int maxAttempts,
        Duration initialInterval,
        double backoffCoefficient,
        Duration maxInterval,
        @Nullable Duration maxElapsed) {

    /** Three attempts, one second doubling, at most five minutes apart. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), null);

    /** The wait after the given attempt (1 for the first) failed. */
    public Duration waitAfter(int attempt) {
        double nanos = initialInterval.toNanos() * Math.pow(backoffCoefficient, attempt - 1.0);
        return nanos >= maxInterval.toNanos() ? maxInterval : Duration.ofNanos((long) nanos);
    }
}
