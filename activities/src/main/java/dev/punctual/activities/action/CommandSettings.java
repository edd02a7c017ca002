package dev.punctual.activities.action;

import java.time.Duration;

/**
 * How commands are treated.
 *
 * @param grace how long a command that is stopped may take to end by itself after SIGTERM; at most 4 seconds
 * @param maxConcurrent how many commands run at once on this worker; others wait, and that counts as part of their timeout
 */
public record CommandSettings(Duration grace, int maxConcurrent) {
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(4);

    /** One second, and 100 commands. */
    public static final CommandSettings DEFAULT = new CommandSettings(Duration.ofSeconds(1), 100);

    /** @throws IllegalArgumentException when one is out of range */
    public CommandSettings {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException(
                    "punctual.actions.command.grace is %s; it must be from 0s to 4s, since whoever stops a command waits no longer"
                            .formatted(grace));
        }
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException(
                    "punctual.actions.command.max-concurrent is %d; it must be at least 1".formatted(maxConcurrent));
        }
    }
}
