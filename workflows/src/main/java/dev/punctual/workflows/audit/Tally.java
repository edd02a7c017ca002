package dev.punctual.workflows.audit;

import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of an audit. Each expected instant is counted once more under exactly one of fired, skipped, open, pending,
 * superseded and unexplained. Not for use by several threads.
 */
public final class Tally {
    private final int mostFindings;
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** @param mostFindings so many findings are kept, the first; all are counted */
    public Tally(int mostFindings) {
        this.mostFindings = mostFindings;
    }

    /** The first findings. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** All counts by name; a name that is absent stands for 0. */
    public SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** One count. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** A task was looked at. */
    public void task() {
        add("tasks", 1);
    }

    /** Something was not judged. */
    public void notJudged(NotJudged reason) {
        notJudged(reason, 1);
    }

    /** Some things were not judged. */
    public void notJudged(NotJudged reason, long number) {
        add("notJudged." + reason, number);
    }

    void expected() {
        add("expected", 1);
    }

    void fired(FireState state, boolean late) {
        add("fired." + state, 1);
        if (late) {
            add("late", 1);
        }
    }

    void open(boolean late) {
        add("open", 1);
        if (late) {
            add("late", 1);
        }
    }

    void skipped(SkipReason reason, long number) {
        add("skipped." + reason, number);
    }

    void pending(Pending reason) {
        add("pending." + reason, 1);
    }

    void superseded() {
        add("superseded", 1);
    }

    /** A calendar dropped these: they are no instants of the schedule. */
    void excluded(long number) {
        add("excluded", number);
    }

    void beside(Trigger trigger) {
        add("beside." + trigger, 1);
    }

    void followsRuns() {
        add("beside.FOLLOWS_RUNS", 1);
    }

    void found(Finding finding, long number) {
        add(
                switch (finding.kind()) {
                    case UNEXPLAINED -> "unexplained";
                    case UNEXPECTED -> "unexpected";
                },
                number);
        if (findings.size() < mostFindings) {
            findings.add(finding);
        }
    }

    private void add(String name, long number) {
        if (number != 0) {
            counts.merge(name, number, Long::sum);
        }
    }

    /** Why an instant that has come has no row yet. */
    public enum Pending {
        /** Its task is paused; its resume decides. */
        PAUSED,
        /** The book still waits for it. */
        OVERDUE
    }

    /** What an audit cannot judge. */
    public enum NotJudged {
        /** A task of which a part of the window is older than its fires are kept. */
        RETENTION,
        /** A task whose instants hang on the ends of its runs. */
        FOLLOWS_RUNS,
        /** A task whose changes are not known completely: too many, too old, or made by a release that recorded less. */
        CHANGES_UNKNOWN,
        /** A task that was archived: its definitions and fires are gone. */
        ARCHIVED
    }
}
