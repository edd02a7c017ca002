package dev.punctual.api.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.api.InMemoryFireLedger;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UpcomingFiresTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final InMemoryFireLedger ledger = new InMemoryFireLedger();
    private final UpcomingFires upcoming = new UpcomingFires(ledger);

    @Test
    void mergesTheSequencesOfAllTasks() {
        add("every-2", new IntervalSchedule(Duration.ofSeconds(2), T0), 0);
        add("every-3", new IntervalSchedule(Duration.ofSeconds(3), T0), 0);
        add("once", new OneTimeSchedule(T0.plusSeconds(5)), 5);

        assertThat(upcoming.find("default", null, null, 7).fires())
                .extracting(
                        f -> f.task().id() + "@" + Duration.between(T0, f.at()).toSeconds())
                .containsExactly(
                        "every-2@0", "every-3@0", "every-2@2", "every-3@3", "every-2@4", "once@5", "every-2@6");
    }

    @Test
    void beginsAndEndsWhereAsked() {
        add("every-2", new IntervalSchedule(Duration.ofSeconds(2), T0), 0);
        add("once", new OneTimeSchedule(T0.plusSeconds(5)), 5);

        UpcomingFires.Found found = upcoming.find("default", T0.plusSeconds(4), T0.plusSeconds(8), 50);
        assertThat(found.fires())
                .extracting(f -> Duration.between(T0, f.at()).toSeconds())
                .containsExactly(4L, 5L, 6L);
        assertThat(found.completeUntil()).isNull();
        assertThat(upcoming.find("other", null, null, 50).fires()).isEmpty();
    }

    private void add(String id, Schedule schedule, int seconds) {
        TaskSpec spec = TaskSpec.of(schedule, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        ledger.addUpcoming(new Upcoming(T0.plusSeconds(seconds), new TaskId("default", id), spec));
    }
}
