package dev.punctual.workflows;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the workflow of a dispatched fire does next; the activity decides it, so it stands in history. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AttemptStep.Again.class, name = "again"),
    @JsonSubTypes.Type(value = AttemptStep.HeldBack.class, name = "heldBack"),
    @JsonSubTypes.Type(value = AttemptStep.Remote.class, name = "remote"),
    @JsonSubTypes.Type(value = AttemptStep.ByQueue.class, name = "byQueue"),
    @JsonSubTypes.Type(value = AttemptStep.Ended.class, name = "ended")
})
public sealed interface AttemptStep {
    /** @param after how long to sleep before asking again, for the next attempt */
    record Again(Duration after) implements AttemptStep {}

    /**
     * No attempt can be made for now, and nobody tells when one can. Looking for that costs no part of the queue's rate.
     *
     * @param after how long to sleep before looking again
     */
    record HeldBack(Duration after) implements AttemptStep {}

    /**
     * The attempt is claimed: have another worker perform it, then have its result recorded.
     *
     * @param attempt its number
     * @param token of its claim
     * @param kind what is asked of the other worker
     * @param taskQueue where that listens
     * @param type the activity's or workflow's name
     * @param input the arguments, without placeholders
     * @param timeout the longest it may take, the wait for a worker included
     * @param heartbeatTimeout the longest silence of an activity; null for no limit
     */
    record Remote(
            int attempt,
            UUID token,
            Kind kind,
            String taskQueue,
            String type,
            List<@Nullable Object> input,
            Duration timeout,
            @Nullable Duration heartbeatTimeout)
            implements AttemptStep {

        // written out, because a compact one tells other modules nothing of the nulls in the input
        public Remote(
                int attempt,
                UUID token,
                Kind kind,
                String taskQueue,
                String type,
                List<@Nullable Object> input,
                Duration timeout,
                @Nullable Duration heartbeatTimeout) {
            this.attempt = attempt;
            this.token = token;
            this.kind = kind;
            this.taskQueue = taskQueue;
            this.type = type;
            // not List.copyOf, which takes no null
            this.input = Collections.unmodifiableList(new ArrayList<>(input));
            this.timeout = timeout;
            this.heartbeatTimeout = heartbeatTimeout;
        }
    }

    /** It cannot be made at once, or has begun and takes its time: have it made, or accompanied, by whoever the queue gives it to. */
    record ByQueue() implements AttemptStep {}

    /** The fire has ended: the workflow returns. */
    record Ended() implements AttemptStep {}

    /** What another worker can be asked for. */
    enum Kind {
        /** An activity. */
        ACTIVITY,
        /** A workflow, as a child. */
        WORKFLOW
    }
}
