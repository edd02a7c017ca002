package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Book.TaskRow;
import dev.punctual.bench.check.TaskHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * I14: nothing is overdue by more than ten seconds without a reason. Reasons are a fault that was at work, a pause, another
 * fire of the task that was open, and a limit that holds it back; tasks that wait by such a rule are not judged.
 */
final class LatenessCheck implements Check {
    private static final String ID = "I14";
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    @Override
    public void judge(Evidence evidence, Findings findings) {
        evidence.histories().forEach((task, history) -> {
            List<FireRow> fires = evidence.book().firesOf(task);
            for (FireRow fire : fires) {
                Instant claimed = fire.claimedAt();
                if (fire.isScheduled() && claimed != null) {
                    judge(evidence, history, fires, fire, claimed, findings);
                }
            }
            forgotten(evidence, history, findings);
        });
    }

    private static void judge(
            Evidence evidence,
            TaskHistory history,
            List<FireRow> fires,
            FireRow fire,
            Instant claimed,
            Findings findings) {
        Definition definition = history.definition(fire.version());
        Instant due = fire.scheduledFor();
        boolean late = Duration.between(due, claimed).compareTo(OVERDUE) > 0;
        if (!late || definition == null || definition.concurrencyKey() != null) {
            return;
        }
        boolean changed = history.steps().stream()
                .map(Step::at)
                .anyMatch(at -> at.isAfter(due) && at.isBefore(claimed.plusMillis(1)));
        boolean wasPaused = history.pausedAt(due) != null;
        boolean blocked = fires.stream()
                .anyMatch(other -> !other.equals(fire)
                        && other.claimedAt() != null
                        && other.claimedAt().isBefore(claimed)
                        && (other.finishedAt() == null || other.finishedAt().isAfter(due)));
        if (!changed && !wasPaused && !blocked && evidence.excuse(due, claimed) == null) {
            findings.add(
                    fire,
                    ID,
                    "claimed %s after its instant, and nothing explains it".formatted(Duration.between(due, claimed)));
        }
    }

    private static void forgotten(Evidence evidence, TaskHistory history, Findings findings) {
        TaskRow row = evidence.book().task(history.task());
        if (row == null || !row.state().equals("ACTIVE")) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(row.line()));
        lines.addAll(history.lines());
        Instant next = row.nextFireAt();
        boolean open = evidence.book().firesOf(history.task()).stream().anyMatch(fire -> !fire.isFinal());
        if (next == null && !open) {
            findings.add(ID, history.task(), null, "active, and nothing of it is to come", lines);
        } else if (next != null
                && !open
                && next.isBefore(evidence.book().takenAt().minus(OVERDUE))) {
            findings.add(ID, history.task(), next, "overdue when the run ended", lines);
        }
    }
}
