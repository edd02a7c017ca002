package dev.punctual.workflows.fire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fire that another one exists for, as it was when it was asked for.
 *
 * @param fire which
 * @param state where its life stands
 * @param attempt how many attempts were claimed
 * @param error why it did not succeed; null when it did, or has not ended
 */
public record SourceFire(
        FireId fire, FireState state, int attempt, @Nullable FireError error) {
    /** Its instant. */
    public Instant scheduledFor() {
        return fire.scheduledFor();
    }
}
