package dev.punctual.workflows.fire;

import java.time.Instant;

/** The book's answer to the wish to start an attempt: a committed decision. */
public sealed interface Claim {
    /** @param at the instant of the decision by the book's clock: this attempt of this fire starts now */
    record Claimed(Instant at) implements Claim {}

    /**
     * The attempt must not start. An answer, not an error.
     *
     * @param refusal why
     * @param now the book's clock
     */
    record Refused(Refusal refusal, Instant now) implements Claim {}

    /** Why an attempt must not start. */
    enum Refusal {
        /** The instant has not come by the book's clock, whatever the worker's clock says. */
        TOO_EARLY,
        /** The task is paused, completed or cancelled. */
        NOT_ACTIVE,
        /** The task was changed, or its next fire is another one by now. */
        SUPERSEDED,
        /** Another attempt of this fire was claimed, or it has ended. */
        ALREADY_CLAIMED
    }
}
