package dev.punctual.workflows.fire;

import java.time.Instant;

/** What follows the end of an attempt; {@link FirePlanner} decides it. */
public sealed interface Verdict {
    /** The fire ends in this state. */
    record Final(FireState state) implements Verdict {}

    /** Another attempt starts at this instant. */
    record Retry(Instant at) implements Verdict {}
}
