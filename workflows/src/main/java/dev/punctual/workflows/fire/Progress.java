package dev.punctual.workflows.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a fire have said of themselves so far.
 *
 * @param percent how far they are, 0 to 100; null when nothing was said
 * @param message for people; null for none
 * @param checkpoint where the next attempt should go on; null for the beginning
 * @param tail the last lines that were written while the attempt ran; null for none. Kept about each second, so a brief
 *     attempt has none: its outcome says all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        @Nullable Integer percent,
        @Nullable String message,
        @Nullable String checkpoint,
        @Nullable List<String> tail) {
    /** What was said without writing lines. */
    public Progress(@Nullable Integer percent, @Nullable String message, @Nullable String checkpoint) {
        this(percent, message, checkpoint, null);
    }

    /** Nothing was said. */
    public static final Progress NONE = new Progress(null, null, null);
}
