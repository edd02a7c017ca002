package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.TaskHistory.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * I9: what passed during a pause follows what the resume asked for, and what was missed otherwise follows the task's catch-up
 * policy. It can't judge a pause during which the task was changed, nor whether the latest instant was rightly kept when
 * another fire took its place.
 */
final class PauseCheck implements Check {
    private static final String ID = "I9";

    /** Between the decision of a resume and its event in the audit log. */
    private static final Duration COMMIT = Duration.ofMillis(200);

    /** Up to this age the latest instant runs under NONE, and so long a plan may take to become a claim. */
    private static final Duration LATE = Duration.ofSeconds(12);

    @Override
    public void judge(Evidence evidence, Findings findings) {
        evidence.histories().forEach((task, history) -> {
            List<FireRow> fires = evidence.book().firesOf(task).stream()
                    .filter(FireRow::isScheduled)
                    .toList();
            Step paused = null;
            for (Step step : history.steps()) {
                switch (step.verb()) {
                    case "pause" -> paused = paused == null ? step : paused;
                    case "resume" -> {
                        if (paused != null) {
                            resumed(history, paused, step, fires, findings);
                        }
                        paused = null;
                    }
                    default -> paused = null;
                }
            }
            if (history.steps("reschedule").isEmpty()) {
                fires.forEach(fire -> missed(evidence, history, fire, findings));
            }
        });
    }

    private static void resumed(
            TaskHistory history, Step paused, Step resumed, List<FireRow> fires, Findings findings) {
        String asked = resumed.wish() == null || resumed.wish().body() == null
                ? ""
                : resumed.wish().body().path("catchUp").asString("");
        String policy = asked.isEmpty() ? resumed.definition().catchUpPolicy() : asked;
        List<FireRow> passed = fires.stream()
                .filter(fire -> fire.scheduledFor().isAfter(paused.at())
                        && !fire.scheduledFor().isAfter(resumed.at().minus(COMMIT)))
                .toList();
        List<FireRow> ran = passed.stream().filter(fire -> !fire.isSkipped()).toList();
        // what another pause met before it could run is that one's
        Instant until = history.steps("pause").stream()
                .map(Step::at)
                .filter(at -> at.isAfter(resumed.at()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        List<FireRow> dropped = passed.stream()
                .filter(fire -> "PAUSED".equals(fire.reason()))
                .filter(fire -> fire.finishedAt() == null || fire.finishedAt().isBefore(until))
                .filter(fire -> Duration.between(fire.scheduledFor(), resumed.at())
                                .compareTo(resumed.definition().catchUpWindow())
                        <= 0)
                .toList();
        boolean fits = switch (policy) {
            case "NONE" -> ran.isEmpty();
            case "LAST" -> ran.size() <= 1;
            default -> dropped.isEmpty();
        };
        if (!fits) {
            findings.add(
                    ID,
                    history.task(),
                    null,
                    "resumed with %s after a pause from %s to %s: %d of its instants ran, %d were dropped"
                            .formatted(policy, paused.at(), resumed.at(), ran.size(), dropped.size()),
                    (policy.equals("ALL") ? dropped : ran)
                            .stream().map(FireRow::line).toList());
        }
    }

    private static void missed(Evidence evidence, TaskHistory history, FireRow fire, Findings findings) {
        Definition definition = history.definition(fire.version());
        if (definition == null) {
            return;
        }
        Instant end = fire.finishedAt();
        if ("CATCH_UP".equals(fire.reason())
                && definition.catchUpPolicy().equals("ALL")
                && end != null
                && definition.overlapPolicy().equals("SKIP")
                && history.steps("resume").isEmpty()
                && Duration.between(fire.scheduledFor(), end).compareTo(definition.catchUpWindow()) <= 0) {
            findings.add(fire, ID, "dropped as missed, although the policy is ALL and its window is not over");
        }
        Instant claimed = fire.claimedAt();
        if (claimed != null
                && definition.catchUpPolicy().equals("NONE")
                && definition.overlapPolicy().equals("SKIP")
                && definition.concurrencyKey() == null
                && history.steps("resume").isEmpty()
                && Duration.between(fire.scheduledFor(), claimed).compareTo(LATE) > 0
                && evidence.excuse(fire.scheduledFor(), claimed) == null) {
            findings.add(fire, ID, "missed and run all the same, although the policy is NONE");
        }
    }
}
