package dev.punctual.workflows.fire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for with a fire.
 *
 * @param input what the action is given, as plain JSON values; null for nothing
 * @param retryOf the fire that this one repeats; null for none
 * @param actsFor the instant for which it acts, in the place of its own; null for its own
 */
public record Asked(
        @Nullable Object input,
        @Nullable FireId retryOf,
        @Nullable Instant actsFor) {
    /** Nothing. */
    public static final Asked NOTHING = new Asked(null, null, null);

    /** The instant that the action is told. */
    public Instant instant(Instant scheduledFor) {
        return actsFor == null ? scheduledFor : actsFor;
    }
}
