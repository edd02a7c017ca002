package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;

/** Contexts of fires for tests. */
final class Contexts {
    static final TaskId TASK = new TaskId("billing", "nightly-report");
    static final Instant INSTANT = Instant.parse("2026-12-01T01:00:00.25Z");
    static final FireId FIRE = FireId.of(TASK, INSTANT, Trigger.SCHEDULE);

    private Contexts() {}

    static FireContext within(Duration timeout) {
        return new FireContext(FIRE, TASK, INSTANT, 2, timeout);
    }

    static FireContext following(SourceFire source) {
        return new FireContext(FIRE, TASK, INSTANT, 1, Duration.ofSeconds(30), null, null, source, FireReports.NONE);
    }

    static FireContext given(Object input) {
        return new FireContext(FIRE, TASK, INSTANT, 1, Duration.ofSeconds(30), null, input, null, FireReports.NONE);
    }

    static FireContext of(FireId fire, int attempt) {
        return new FireContext(fire, TASK, INSTANT, attempt, Duration.ofSeconds(30));
    }
}
