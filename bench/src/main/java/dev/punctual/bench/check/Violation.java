package dev.punctual.bench.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invariant that was broken.
 *
 * @param invariant such as {@code I1}
 * @param task whose; empty when it is no task's
 * @param instant which of its instants; null when it is about no single one
 * @param text what is wrong
 * @param evidence the lines that show it
 */
public record Violation(
        String invariant, String task, @Nullable Instant instant, String text, List<String> evidence) {

    /** The violation with its evidence, a line each. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder("%s %s%s: %s"
                .formatted(invariant, task.isEmpty() ? "-" : task, instant == null ? "" : " at " + instant, text));
        evidence.forEach(line -> all.append("\n    ").append(line));
        return all.toString();
    }
}
