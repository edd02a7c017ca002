package dev.punctual.workflows.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is done about how a task's fires end, once for each fire.
 *
 * @param onFailure when one ends FAILED, TIMED_OUT or LOST; null for nothing
 * @param onSuccess when one ends SUCCEEDED; null for nothing
 * @param onLate when one starts later than it may; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FollowUps(
        @Nullable Action onFailure,
        @Nullable Action onSuccess,
        @Nullable OnLate onLate) {
    /**
     * Something to do about lateness.
     *
     * @param after a fire is late when it starts more than this after its instant
     * @param action what is done
     */
    public record OnLate(Duration after, Action action) {}
}
