package dev.punctual.workflows.task;

import java.time.Duration;

/**
 * How missed instants are treated.
 *
 * @param policy which of them still run
 * @param window how long after its instant a fire may still start; positive
 */
public record CatchUp(CatchUpPolicy policy, Duration window) {
    /** The latest missed instant runs, up to an hour late. */
    public static final CatchUp DEFAULT = new CatchUp(CatchUpPolicy.LAST, Duration.ofHours(1));
}
