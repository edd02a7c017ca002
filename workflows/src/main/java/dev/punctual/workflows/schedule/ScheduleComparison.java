package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.schedule.ScheduleChange.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One comparison of two schedules: walks both side by side, then pairs what differs. The rules: {@link ScheduleChange}. */
final class ScheduleComparison {
    private enum Kind {
        REMOVED,
        ADDED,
        /** In both schedules, or already paired. */
        SETTLED
    }

    private record Step(Kind kind, Instant at) {}

    /** Steps of one kind with no other between them; those from {@code first} to before {@code end} are without a pair. */
    private static final class Run {
        final Kind kind;
        int first;
        int end;

        Run(Kind kind, int first) {
            this.kind = kind;
            this.first = first;
            this.end = first;
        }
    }

    /** Two runs beside each other. */
    private record Neighbours(Run left, Run right, Duration apart) {}

    private final Course before;
    private final Course after;
    private final int limit;
    private final List<Step> steps = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();

    ScheduleComparison(Course before, Course after, int limit) {
        this.before = before;
        this.after = after;
        this.limit = limit;
    }

    ScheduleChange compare(Instant from, Instant until) {
        Instant end = walk(from, until);
        pairByOrigin();
        pairNeighbours();
        moved.sort(Comparator.comparing(Moved::from));
        return new ScheduleChange(left(Kind.ADDED), left(Kind.REMOVED), moved, end, end.isBefore(until));
    }

    /** Notes what the schedules have alone and where they agree; answers how far it came. */
    private Instant walk(Instant from, Instant until) {
        // one tick before, so that an instant at the very start counts
        Optional<Instant> old = before.nextAfter(from.minusNanos(1)).filter(until::isAfter);
        Optional<Instant> fresh = after.nextAfter(from.minusNanos(1)).filter(until::isAfter);
        int removed = 0;
        int added = 0;
        for (int compared = 0; old.isPresent() || fresh.isPresent(); compared++) {
            int order = order(old, fresh);
            Instant at = order <= 0 ? old.orElseThrow() : fresh.orElseThrow();
            removed += order < 0 ? 1 : 0;
            added += order > 0 ? 1 : 0;
            if (removed > limit || added > limit || compared == ScheduleChange.MOST_COMPARED) {
                return at;
            }
            note(order < 0 ? Kind.REMOVED : order > 0 ? Kind.ADDED : Kind.SETTLED, at);
            old = order <= 0 ? before.nextAfter(at).filter(until::isAfter) : old;
            fresh = order >= 0 ? after.nextAfter(at).filter(until::isAfter) : fresh;
        }
        return until;
    }

    private static int order(Optional<Instant> old, Optional<Instant> fresh) {
        if (old.isEmpty() || fresh.isEmpty()) {
            return old.isEmpty() ? 1 : -1;
        }
        return old.get().compareTo(fresh.get());
    }

    private void note(Kind kind, Instant at) {
        // one of those that stay is as good a wall as many
        if (kind != Kind.SETTLED || steps.isEmpty() || steps.getLast().kind() != Kind.SETTLED) {
            steps.add(new Step(kind, at));
        }
    }

    private void pairByOrigin() {
        Map<Instant, Integer> removed = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).kind() == Kind.REMOVED) {
                for (Instant origin : before.origins(steps.get(i).at())) {
                    removed.put(origin, i);
                }
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).kind() == Kind.ADDED) {
                for (Instant origin : after.origins(steps.get(i).at())) {
                    Integer from = removed.get(origin);
                    if (from != null && steps.get(from).kind() == Kind.REMOVED) {
                        pair(from, i);
                        break;
                    }
                }
            }
        }
    }

    private void pairNeighbours() {
        List<Run> runs = runs();
        List<Neighbours> neighbours = new ArrayList<>();
        for (int i = 1; i < runs.size(); i++) {
            Run left = runs.get(i - 1);
            Run right = runs.get(i);
            if (left.kind != Kind.SETTLED && right.kind != Kind.SETTLED) {
                Duration apart = Duration.between(
                        steps.get(left.end - 1).at(), steps.get(right.first).at());
                neighbours.add(new Neighbours(left, right, apart));
            }
        }
        // the sort is stable, so of equally close ones the earliest stays first
        neighbours.sort(Comparator.comparing(Neighbours::apart));
        for (Neighbours pair : neighbours) {
            Run left = pair.left();
            Run right = pair.right();
            int count = Math.min(left.end - left.first, right.end - right.first);
            left.end -= count;
            for (int i = 0; i < count; i++) {
                int one = left.end + i;
                int other = right.first + i;
                boolean leftIsOld = left.kind == Kind.REMOVED;
                pair(leftIsOld ? one : other, leftIsOld ? other : one);
            }
            right.first += count;
        }
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Kind kind = steps.get(i).kind();
            if (runs.isEmpty() || runs.getLast().kind != kind) {
                runs.add(new Run(kind, i));
            }
            runs.getLast().end = i + 1;
        }
        return runs;
    }

    private void pair(int from, int to) {
        Instant old = steps.get(from).at();
        Instant fresh = steps.get(to).at();
        moved.add(new Moved(old, fresh));
        steps.set(from, new Step(Kind.SETTLED, old));
        steps.set(to, new Step(Kind.SETTLED, fresh));
    }

    private List<Instant> left(Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).map(Step::at).toList();
    }
}
