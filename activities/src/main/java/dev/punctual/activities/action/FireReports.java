package dev.punctual.activities.action;

import dev.punctual.workflows.fire.OutputLine;

/**
 * Hears what an attempt says of itself while it runs. Called from any thread, at any rate, and must answer at once; what is
 * not of interest is ignored.
 */
public interface FireReports {
    /** Listens to nothing. */
    FireReports NONE = new FireReports() {};

    /**
     * How far the attempt is.
     *
     * @param percent 0 to 100
     * @param message for people; empty for none
     */
    default void progress(int percent, String message) {}

    /**
     * Where the next attempt should go on; it replaces the one before.
     *
     * @param checkpoint at most 64 KiB in UTF-8, of any form
     */
    default void checkpoint(String checkpoint) {}

    /** A line that the action wrote to this stream, without its end; a long one comes in pieces. */
    default void output(OutputLine.Stream stream, String line) {}
}
