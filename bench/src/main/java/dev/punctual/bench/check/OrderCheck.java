package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.TaskHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * I5, I8, I9: what a change revoked is not started afterwards. In the book no attempt of the schedule is claimed by a version
 * after the next one was committed, nor while the task is paused, nor after a cancel; and no payload starts more than a
 * second after a cancel was acknowledged.
 */
final class OrderCheck implements Check {
    /** A request that was on its way when the cancel was committed may still arrive. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, TaskHistory> histories = evidence.histories();
        for (FireRow fire : evidence.book().fires()) {
            TaskHistory history = histories.get(fire.task());
            Instant claimed = fire.lastClaim();
            if (history != null && claimed != null) {
                judge(history, fire, claimed, findings);
            }
        }
        histories.forEach((task, history) -> arrivals(evidence, history, findings));
    }

    private static void judge(TaskHistory history, FireRow fire, Instant claimed, Findings findings) {
        Step next = history.successor(fire.version());
        // what was dispatched is decided; later versions do not take it back, but for a cancel
        boolean inline = fire.isScheduled() && fire.attempt() == 1 && fire.attemptClaimedAt() == null;
        if (inline && next != null && next.at().isBefore(claimed) && isRevoked(fire, next)) {
            findings.add(
                    fire,
                    next.verb().equals("reschedule") ? "I8" : next.verb().equals("pause") ? "I9" : "I5",
                    "claimed by version %d after version %d was in force"
                            .formatted(fire.version(), next.event().version()),
                    next.event().line());
        }
        for (Step cancel : history.steps("cancel")) {
            boolean revived = history.steps("replace").stream()
                    .anyMatch(
                            step -> step.at().isAfter(cancel.at()) && step.at().isBefore(claimed));
            if (cancel.at().isBefore(claimed) && !revived) {
                findings.add(
                        fire,
                        "I5",
                        "claimed after the task was cancelled",
                        cancel.event().line());
            }
        }
        Step paused = history.pausedAt(claimed);
        // what was put in line or dispatched before the pause is decided, and starts; its retries rest
        boolean decided =
                fire.attempt() == 1 && paused != null && !fire.scheduledFor().isAfter(paused.at());
        if (fire.isScheduled() && paused != null && !decided) {
            findings.add(
                    fire,
                    "I9",
                    "claimed while the task was paused",
                    paused.event().line());
        }
    }

    /** Only what takes an instant away revokes it. */
    private static boolean isRevoked(FireRow fire, Step next) {
        return switch (next.verb()) {
            case "cancel", "pause" -> true;
            case "reschedule" -> {
                Instant to = InstantCheck.target(next);
                yield to != null
                        && !to.equals(fire.scheduledFor())
                        && next.at().isBefore(fire.scheduledFor())
                        && next.definition().kind().equals("once");
            }
            default -> false;
        };
    }

    private static void arrivals(Evidence evidence, TaskHistory history, Findings findings) {
        for (Wish wish : history.wishes()) {
            Request answer = wish.acknowledged();
            if (!wish.verb().equals("cancel") || answer == null || answer.answered() == null) {
                continue;
            }
            Instant limit = answer.answered().plus(ON_ITS_WAY);
            boolean revived =
                    history.steps("replace").stream().anyMatch(step -> step.at().isAfter(wish.sent()));
            for (Arrival arrival : evidence.arrivals()) {
                if (arrival.task().equals(history.task()) && arrival.entered().isAfter(limit) && !revived) {
                    findings.add(
                            "I5",
                            history.task(),
                            arrival.scheduledFor(),
                            "a payload started after the cancel was acknowledged",
                            List.of(answer.line(), arrival.line()));
                }
            }
        }
    }
}
