package dev.punctual.workflows.audit;

import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a task was told to do, and when: its definitions, the changes of its state, and where it stands now.
 *
 * @param task its name
 * @param createdAt when it was registered
 * @param versions its definitions, oldest first: the one in force at the beginning of the window, and all later ones
 * @param changes of the task, oldest first; those of {@code versions}, and moves that were made before
 * @param present where it stands
 */
public record TaskHistory(
        TaskId task, Instant createdAt, List<Version> versions, List<Change> changes, Present present) {
    public TaskHistory {
        versions = List.copyOf(versions);
        changes = List.copyOf(changes);
    }

    /** A definition's schedule. */
    public record Version(int number, Instant createdAt, Schedule schedule) {}

    /**
     * A change that made a version.
     *
     * @param version which
     * @param verb what was done
     * @param plan what it did to the plan; null when it left that as it was
     */
    public record Change(int version, String verb, @Nullable PlanChange plan) {}

    /**
     * What a change did to the instants that are expected.
     *
     * @param at from when on
     * @param waitedFor the schedule's own instant that the task waited for before; null for none
     * @param next the one it waits for afterwards; null for none
     * @param movedTo when {@code waitedFor} is to fire; null unless it was moved
     */
    public record PlanChange(
            Instant at,
            @Nullable Instant waitedFor,
            @Nullable Instant next,
            @Nullable Instant movedTo) {}

    /** @param waitsFor the schedule's own instant that it waits for; null for none */
    public record Present(TaskState state, @Nullable Instant waitsFor) {}

    private static final String CANCEL = "cancel";
    private static final String CALENDAR = "replan";
    /** Changes of these kinds always change the plan; a release that did not say how is too old to be judged. */
    private static final Set<String> PLANNING = Set.of("reschedule", CANCEL);

    /** Whether a schedule of the task follows its runs. */
    public boolean followsRuns() {
        return versions.stream().anyMatch(version -> version.schedule().followsRuns());
    }

    /** Whether each version's change is known, and what it did to the plan. */
    public boolean isKnown() {
        if (versions.isEmpty()) {
            return false;
        }
        Map<Integer, Change> known = new HashMap<>();
        changes.forEach(change -> known.putIfAbsent(change.version(), change));
        Version before = versions.getFirst();
        Change lowest = known.get(before.number());
        boolean ended = versions.size() == 1 && present.state() == TaskState.CANCELLED;
        if (ended && (lowest == null || lowest.plan() == null)) {
            return false;
        }
        for (Version version : versions.subList(1, versions.size())) {
            Change change = known.get(version.number());
            if (change == null || (change.plan() == null && !version.schedule().equals(before.schedule()))) {
                return false;
            }
            before = version;
        }
        return changes.stream().noneMatch(change -> PLANNING.contains(change.verb()) && change.plan() == null);
    }

    /** The schedules in the order in which they were in force. */
    List<PlannedSpan> spans() {
        List<PlannedSpan> spans = new ArrayList<>();
        Map<Integer, Version> byNumber =
                versions.stream().collect(Collectors.toMap(Version::number, version -> version));
        Map<Instant, Instant> moves = new HashMap<>();
        Version lowest = versions.getFirst();
        // null while no schedule is in force
        @Nullable
        PlannedSpan open = new PlannedSpan(lowest.schedule(), lowest.createdAt(), begin(lowest), null, null, Map.of());
        for (Change change : changes) {
            PlanChange plan = change.plan();
            if (plan == null) {
                continue;
            }
            if (plan.movedTo() != null) {
                if (plan.waitedFor() != null) {
                    moves.put(plan.waitedFor(), plan.movedTo());
                }
                continue;
            }
            close(spans, open, plan, moves, change.version() > lowest.number());
            if (!change.verb().equals(CALENDAR)) {
                moves.clear();
            }
            Version version = byNumber.get(change.version());
            if (change.verb().equals(CANCEL) && version != null) {
                open = null;
            } else if (version != null) {
                open = new PlannedSpan(version.schedule(), plan.at(), plan.next(), null, null, Map.of());
            }
        }
        if (open != null) {
            spans.add(new PlannedSpan(open.schedule(), open.since(), open.first(), null, null, moves));
        }
        return spans;
    }

    private static void close(
            List<PlannedSpan> spans,
            @Nullable PlannedSpan open,
            PlanChange plan,
            Map<Instant, Instant> moves,
            boolean shown) {
        if (open != null && shown) {
            spans.add(new PlannedSpan(open.schedule(), open.since(), open.first(), plan.at(), plan.waitedFor(), moves));
        }
    }

    /** From where on the lowest version is looked at: it was in force before the window, or it is the first. */
    private @Nullable Instant begin(Version lowest) {
        if (lowest.number() == 1) {
            return lowest.schedule().firstFor(lowest.createdAt()).orElse(null);
        }
        return lowest.schedule() instanceof OneTimeSchedule once
                ? once.at()
                : lowest.schedule().nextAfter(lowest.createdAt()).orElse(null);
    }
}
