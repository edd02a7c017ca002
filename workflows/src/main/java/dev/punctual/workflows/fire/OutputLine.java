package dev.punctual.workflows.fire;

import java.time.Instant;

/**
 * A line that a fire's attempt wrote.
 *
 * @param stream where to
 * @param at when it was read, by the worker's reading of the book's clock
 * @param text without its end
 */
public record OutputLine(Stream stream, Instant at, String text) {
    /** What stands in place of all that followed. */
    public static final String CUT = "[Punctual keeps no further lines of this attempt]";

    /** The streams of a command. */
    public enum Stream {
        /** Its results. */
        STDOUT,
        /** What else it has to say. */
        STDERR
    }
}
