package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.TaskHistory.Span;
import dev.punctual.bench.check.TaskHistory.Step;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * I1: every instant that the oracle expects has exactly one final fire, and no fire of the schedule is at another instant. A
 * change that ends a schedule (a cancel, a new one) also ends what was overdue then and not started; how long that may have
 * been is for I14.
 */
final class InstantCheck implements Check {
    private static final String ID = "I1";

    @Override
    public void judge(Evidence evidence, Findings findings) {
        evidence.histories().forEach((task, history) -> {
            List<FireRow> fires = evidence.book().firesOf(task).stream()
                    .filter(FireRow::isScheduled)
                    .toList();
            history.spans().forEach(span -> judge(evidence, history, span, fires, findings));
            for (FireRow fire : fires) {
                judge(evidence, history, fire, findings);
            }
        });
    }

    private static void judge(
            Evidence evidence, TaskHistory history, Span span, List<FireRow> fires, Findings findings) {
        Instant end =
                span.until() == null || span.until().isAfter(evidence.horizon()) ? evidence.horizon() : span.until();
        NavigableSet<Instant> expected = new TreeSet<>(Oracle.between(span.definition(), span.from(), end));
        // an instant may lie before the task itself was made
        Instant lastSeen = Instant.MIN;
        List<Instant> missing = new ArrayList<>();
        for (Instant instant : expected) {
            long rows = fires.stream().filter(fire -> fire.accountsFor(instant)).count();
            if (rows == 0) {
                missing.add(instant);
            } else {
                lastSeen = instant.isAfter(lastSeen) ? instant : lastSeen;
            }
            if (rows > 1) {
                findings.add(
                        ID,
                        history.task(),
                        instant,
                        "%d fires account for one instant".formatted(rows),
                        fires.stream()
                                .filter(fire -> fire.accountsFor(instant))
                                .map(FireRow::line)
                                .toList());
            }
        }
        boolean mayHaveTail = end.equals(span.until()) || history.pausedAt(evidence.horizon()) != null;
        List<Step> moves = new ArrayList<>(history.steps("reschedule").stream()
                .filter(step -> !step.at().isBefore(span.from())
                        && (span.until() == null || !step.at().isAfter(span.until())))
                .toList());
        Set<Instant> taken = new HashSet<>();
        for (Instant instant : missing) {
            boolean inTail = mayHaveTail && instant.isAfter(lastSeen);
            if (!inTail && !wasMoved(span, instant, moves, taken, fires)) {
                findings.add(
                        ID, history.task(), instant, "the instant is expected and has no fire", history.lines(fires));
            }
        }
    }

    /** A reschedule takes the next fire away from its instant; each one at most one. */
    private static boolean wasMoved(
            Span span, Instant instant, List<Step> moves, Set<Instant> taken, List<FireRow> fires) {
        for (Step move : moves) {
            boolean isNext = Oracle.between(span.definition(), move.at(), instant).stream()
                    .filter(other -> other.isBefore(instant))
                    .allMatch(other -> taken.contains(other) || isSkippedByUser(fires, other));
            if (isNext) {
                moves.remove(move);
                taken.add(instant);
                return true;
            }
        }
        return false;
    }

    private static boolean isSkippedByUser(List<FireRow> fires, Instant instant) {
        return fires.stream().anyMatch(fire -> fire.accountsFor(instant) && "USER".equals(fire.reason()));
    }

    static @Nullable Instant target(Step move) {
        return move.wish() == null || move.wish().body() == null
                ? null
                : Instant.parse(move.wish().body().path("at").asString()).truncatedTo(ChronoUnit.MICROS);
    }

    private static void judge(Evidence evidence, TaskHistory history, FireRow fire, Findings findings) {
        if (!fire.scheduledFor().isAfter(evidence.horizon()) && !fire.isFinal() && !rests(evidence, history)) {
            findings.add(fire, ID, "the fire has not ended");
        }
        boolean expected =
                history.definitions().stream().anyMatch(definition -> Oracle.isDue(definition, fire.scheduledFor()));
        boolean moved = history.steps("reschedule").stream().anyMatch(step -> isTarget(step, fire.scheduledFor()));
        if (!expected && !moved) {
            findings.add(
                    fire,
                    ID,
                    "no schedule of the task names this instant",
                    history.lines().toArray(String[]::new));
        }
    }

    /** An instant in the past is moved to now: to when the task was locked, which is before the line of the audit log. */
    static boolean isTarget(Step step, Instant instant) {
        Instant to = target(step);
        if (to == null || step.wish() == null) {
            return false;
        }
        boolean now = to.isBefore(step.at()) && !instant.isBefore(step.wish().sent()) && !instant.isAfter(step.at());
        return to.equals(instant) || now;
    }

    private static boolean rests(Evidence evidence, TaskHistory history) {
        return history.pausedAt(evidence.horizon()) != null;
    }
}
