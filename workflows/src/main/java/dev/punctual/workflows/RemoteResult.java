package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of an attempt that another worker performed, as its workflow saw it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RemoteResult.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = RemoteResult.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = RemoteResult.TimedOut.class, name = "timedOut"),
    @JsonSubTypes.Type(value = RemoteResult.Cancelled.class, name = "cancelled")
})
public sealed interface RemoteResult {
    /**
     * It returned.
     *
     * @param json what it returned, or the beginning of that; null for nothing
     * @param truncated whether it returned more
     */
    record Succeeded(@Nullable String json, boolean truncated) implements RemoteResult {}

    /**
     * It failed, or could not be had.
     *
     * @param type a stable word: who failed
     * @param code the failure's own type, as its worker names it; null for none
     * @param message the failure's own words
     * @param retryable whether its worker would have it tried again
     * @param retryAfter how long its worker would wait before that; null when it does not say
     */
    record Failed(
            String type,
            @Nullable String code,
            String message,
            boolean retryable,
            @Nullable Duration retryAfter) implements RemoteResult {}

    /**
     * It took too long.
     *
     * @param type a stable word: what took too long
     * @param message the same for people, with what may be wrong
     */
    record TimedOut(String type, String message) implements RemoteResult {}

    /** @param message how it answered to the cancel */
    record Cancelled(String message) implements RemoteResult {}
}
