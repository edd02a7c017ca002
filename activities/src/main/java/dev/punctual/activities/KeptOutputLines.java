package dev.punctual.activities;

import dev.punctual.workflows.fire.OutputLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of an attempt that wait to be kept. What waits and what is kept of one attempt are bounded: who writes more than
 * that has the first lines kept, and the outcome shows the last ones.
 */
final class KeptOutputLines {
    /** Of one attempt. */
    static final int MOST_LINES = 5_000;

    /** Of one attempt, in characters. */
    static final int MOST_CHARACTERS = 512 * 1024;

    private static final int LONGEST_LINE = 2_000;

    private List<OutputLine> waiting = new ArrayList<>();
    private int lines;
    private int characters;
    private boolean isFull;

    /** Takes a line, unless there are too many. */
    void add(OutputLine line) {
        if (isFull) {
            return;
        }
        isFull = lines >= MOST_LINES || characters >= MOST_CHARACTERS;
        if (isFull) {
            waiting.add(new OutputLine(OutputLine.Stream.STDERR, line.at(), OutputLine.CUT));
            return;
        }
        String text = KeptReports.cut(line.text(), LONGEST_LINE);
        waiting.add(new OutputLine(line.stream(), line.at(), text));
        lines++;
        characters += text.length();
    }

    /** What came since it was asked last. */
    List<OutputLine> take() {
        List<OutputLine> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
