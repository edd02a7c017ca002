package dev.punctual.workflows.task;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a failed fire is tried again: exponential backoff, bounded in number and time.
 *
 * @param maxAttempts all attempts together, at least 1
 * @param initialInterval the wait after the first failure
 * @param backoffCoefficient what each wait is multiplied by for the next, at least 1
 * @param maxInterval the longest wait
 * @param maxElapsed no attempt starts later than this after the fire's first one; null for no such limit
 * @param nonRetryable the errors after which the fire is not tried again: types such as {@code TIMEOUT}, or what an error is
 *     known as besides, such as {@code HTTP_404}, {@code HTTP_4XX}, {@code EXIT_2} or {@code SQL_23505}
 */
public record RetryPolicy(
        int maxAttempts,
        Duration initialInterval,
        double backoffCoefficient,
        Duration maxInterval,
        @Nullable Duration maxElapsed,
        List<String> nonRetryable) {

    /** Three attempts, one second doubling, at most five minutes apart. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), null);

    public RetryPolicy {
        // definitions of older releases do not say
        nonRetryable = nonRetryable == null ? List.of() : List.copyOf(nonRetryable);
    }

    /** A policy under which every error may be tried again. */
    public RetryPolicy(
            int maxAttempts,
            Duration initialInterval,
            double backoffCoefficient,
            Duration maxInterval,
            @Nullable Duration maxElapsed) {
        this(maxAttempts, initialInterval, backoffCoefficient, maxInterval, maxElapsed, List.of());
    }

    /** Whether an error that is known by these names ends the fire. */
    public boolean rulesOut(Collection<String> names) {
        return names.stream().anyMatch(nonRetryable::contains);
    }

    /** The wait after the given attempt (1 for the first) failed. */
    public Duration waitAfter(int attempt) {
        double nanos = initialInterval.toNanos() * Math.pow(backoffCoefficient, attempt - 1.0);
        return nanos >= maxInterval.toNanos() ? maxInterval : Duration.ofNanos((long) nanos);
    }
}
