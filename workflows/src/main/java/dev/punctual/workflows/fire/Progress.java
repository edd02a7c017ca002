package dev.punctual.workflows.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a fire have said of themselves so far.
 *
 * @param percent how far they are, 0 to 100; null when nothing was said
 * @param message for people; null for none
 * @param checkpoint where the next attempt should go on; null for the beginning
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        @Nullable Integer percent,
        @Nullable String message,
        @Nullable String checkpoint) {
    /** Nothing was said. */
    public static final Progress NONE = new Progress(null, null, null);
}
