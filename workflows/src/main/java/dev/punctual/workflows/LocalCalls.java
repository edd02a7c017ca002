package dev.punctual.workflows;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How workflows call the activities of their own worker: until an answer comes, since the book decides what is done. */
final class LocalCalls {
    private LocalCalls() {}

    /** Each call may take this long; a call that failed is repeated after 200 ms and then less often, for ever. */
    static LocalActivityOptions within(Duration longest) {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(longest)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(200))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(5))
                        // for ever; without a number the SDK takes a local activity as not to be retried at all
                        .setMaximumAttempts(Integer.MAX_VALUE)
                        .build())
                .setDoNotIncludeArgumentsIntoMarker(true)
                .build();
    }
}
