package dev.punctual.bench.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what checks find. */
public final class Findings {
    private static final int EVIDENCE = 12;

    private final List<Violation> violations = new ArrayList<>();

    void add(String invariant, String task, @Nullable Instant instant, String text, List<String> evidence) {
        List<String> lines = evidence.size() <= EVIDENCE ? evidence : evidence.subList(0, EVIDENCE);
        violations.add(new Violation(invariant, task, instant, text, List.copyOf(lines)));
    }

    void add(Book.FireRow fire, String invariant, String text, String... evidence) {
        List<String> lines = new ArrayList<>(List.of(fire.line()));
        lines.addAll(List.of(evidence));
        add(invariant, fire.task(), fire.scheduledFor(), text, lines);
    }

    /** All that was found, in the order of the checks. */
    public List<Violation> all() {
        return List.copyOf(violations);
    }
}
