package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.TaskHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I8: a fire that was moved comes where it was moved to, unless another change came first, and not where it was. What a user
 * skipped is not run.
 */
final class MoveCheck implements Check {
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    @Override
    public void judge(Evidence evidence, Findings findings) {
        evidence.histories().forEach((task, history) -> {
            List<FireRow> fires = evidence.book().firesOf(task).stream()
                    .filter(FireRow::isScheduled)
                    .toList();
            history.steps("reschedule").forEach(step -> moved(evidence, history, step, fires, findings));
            history.steps("skipNext").forEach(step -> skipped(history, step, fires, findings));
        });
    }

    private static void moved(
            Evidence evidence, TaskHistory history, Step step, List<FireRow> fires, Findings findings) {
        Instant to = InstantCheck.target(step);
        if (to == null) {
            return;
        }
        Instant due = to.isBefore(step.at()) ? step.at() : to;
        Step next = history.successor(step.event().version());
        // what was overdue may be moved on, as long as a fault explains that it was
        boolean superseded =
                next != null && (!next.at().isAfter(due.plus(OVERDUE)) || evidence.excuse(due, next.at()) != null);
        boolean accounted = fires.stream()
                .anyMatch(fire -> to.isBefore(step.at())
                        ? InstantCheck.isTarget(step, fire.scheduledFor())
                        : fire.accountsFor(to));
        if (!superseded && !accounted && !due.isAfter(evidence.horizon())) {
            findings.add("I8", history.task(), to, "the moved fire did not come", history.lines(fires));
        }
        Instant from = step.event().waitedFor();
        // a second move may bring another fire there
        boolean alone = history.steps("reschedule").size() == 1;
        if (from != null && alone && !from.equals(to)) {
            fires.stream()
                    .filter(fire -> fire.scheduledFor().equals(from) && isAfter(fire.claimedAt(), step.at()))
                    .filter(fire -> !isNamedAgain(history, step, from))
                    .forEach(fire -> findings.add(
                            fire,
                            "I8",
                            "run where it was moved away from",
                            step.event().line()));
        }
    }

    private static boolean isAfter(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other);
    }

    private static boolean isNamedAgain(TaskHistory history, Step step, Instant instant) {
        return history.steps("replace").stream()
                .anyMatch(later -> later.at().isAfter(step.at()) && later.at().isBefore(instant));
    }

    private static void skipped(TaskHistory history, Step step, List<FireRow> fires, Findings findings) {
        int count = step.wish() == null || step.wish().body() == null
                ? 1
                : step.wish().body().path("count").asInt(1);
        long rows = fires.stream()
                .filter(fire -> "USER".equals(fire.reason())
                        && fire.version() == step.event().version())
                .count();
        if (rows < count && !step.definition().kind().equals("once")) {
            findings.add(
                    "I8",
                    history.task(),
                    null,
                    "%d fires were to be skipped, and %d are".formatted(count, rows),
                    history.lines(fires));
        }
    }
}
