package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RRuleSchedule;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The recorded instants are those of data in which Berlin's clocks show another time. */
class ReplanningTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant OLD = Instant.parse("2026-12-02T02:00:00Z");
    private static final Instant FRESH = Instant.parse("2026-12-02T01:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Schedule NIGHTLY = CronSchedule.of("0 2 * * *", CronDialect.UNIX, BERLIN, null, null);

    @Test
    void movesWhatOtherDataPutElsewhere() {
        assertThat(Replanning.next(NIGHTLY, NextFire.at(OLD), NOW)).isEqualTo(NextFire.at(FRESH));
        RRuleSchedule rule =
                RRuleSchedule.of("FREQ=DAILY", LocalDateTime.parse("2026-01-01T02:00"), List.of(), BERLIN, null, null);
        assertThat(Replanning.next(rule, NextFire.at(OLD), NOW)).isEqualTo(NextFire.at(FRESH));
        assertThat(Replanning.next(bounded(null), NextFire.at(OLD), NOW)).isEqualTo(NextFire.at(FRESH));
        // also one that was one day too late
        assertThat(Replanning.next(NIGHTLY, NextFire.at(FRESH.plus(Duration.ofDays(1))), NOW))
                .isEqualTo(NextFire.at(FRESH));
    }

    @Test
    void leavesWhatAgrees() {
        assertThat(Replanning.next(NIGHTLY, NextFire.at(FRESH), NOW)).isEqualTo(NextFire.at(FRESH));
    }

    @Test
    void hasNothingLeftWhenTheBoundsAreReachedBefore() {
        assertThat(Replanning.next(bounded(NOW.plusSeconds(60)), NextFire.at(OLD), NOW))
                .isNull();
    }

    @Test
    void leavesInstantsThatDoNotComeFromAWallClock() {
        for (Schedule schedule : List.of(
                new OneTimeSchedule(OLD),
                new IntervalSchedule(Duration.ofHours(7), Instant.EPOCH),
                new IntervalSchedule(Duration.ofHours(7), Instant.EPOCH, IntervalMode.FIXED_DELAY))) {
            assertThat(Replanning.next(schedule, NextFire.at(OLD), NOW)).isEqualTo(NextFire.at(OLD));
            assertThat(Replanning.concerns(schedule, NextFire.at(OLD), NOW)).isFalse();
        }
    }

    @Test
    void leavesAFireThatAUserMovedAndOneThatHasCome() {
        NextFire moved = new NextFire(OLD.plusSeconds(5), OLD);
        assertThat(Replanning.next(NIGHTLY, moved, NOW)).isEqualTo(moved);
        assertThat(Replanning.next(NIGHTLY, NextFire.at(OLD), OLD)).isEqualTo(NextFire.at(OLD));
    }

    @Test
    void tellsAComputedFireFromOneThatWasKept() {
        assertThat(Replanning.isAnew(null, NextFire.at(OLD))).isTrue();
        assertThat(Replanning.isAnew(NextFire.at(FRESH), NextFire.at(OLD))).isTrue();
        assertThat(Replanning.isAnew(NextFire.at(OLD), new NextFire(FRESH, OLD)))
                .isFalse();
        assertThat(Replanning.isAnew(NextFire.at(OLD), null)).isFalse();
    }

    private static BoundedSchedule bounded(@Nullable Instant endAt) {
        return new BoundedSchedule(
                NIGHTLY,
                ZoneOffset.UTC,
                Instant.parse("2026-01-01T00:00:00Z"),
                endAt,
                null,
                null,
                7,
                List.of(),
                null,
                null);
    }
}
