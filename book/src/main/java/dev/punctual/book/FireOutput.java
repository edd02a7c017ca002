package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import java.util.List;

/** Reads the lines that fires wrote while they ran. A fire that ran for less than a second has none: its outcome says all. */
public interface FireOutput {
    /** No more lines of one fire than these are kept, of all its attempts together. */
    int MOST_LINES = 20_000;

    /** Some lines, the first of them with this number or a higher one; the first of all has number 1. */
    List<Numbered> lines(FireId fire, int from);

    /** A line and its place. */
    record Numbered(int number, OutputLine line) {}
}
