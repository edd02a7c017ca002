package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SkippedAheadTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant NOW = START.minusSeconds(30);
    private static final Schedule HOURLY = new IntervalSchedule(Duration.ofHours(1), hour(-24));

    @Test
    void theScheduleGoesOnAfterTheSkippedInstants() {
        Plan.PassOver passed = skip(HOURLY, NextFire.at(START), 3);

        assertThat(passed.skips()).extracting(Skip::from).containsExactly(START, hour(1), hour(2));
        assertThat(passed.skips()).allMatch(skip -> skip.reason() == SkipReason.USER && skip.count() == 1);
        assertThat(passed.next()).isEqualTo(NextFire.at(hour(3)));
    }

    @Test
    void whatIsFarAheadSharesARow() {
        Plan.PassOver passed = skip(HOURLY, NextFire.at(START), 1_000);

        assertThat(passed.skips()).hasSize(49);
        Skip range = passed.skips().getLast();
        assertThat(range.from()).isEqualTo(hour(48));
        assertThat(range.until()).isEqualTo(hour(999));
        assertThat(range.count()).isEqualTo(952);
        assertThat(passed.next()).isEqualTo(NextFire.at(hour(1_000)));
    }

    @Test
    void aMovedFireIsSkippedWhereItIsAndWhatItLeftBehindIsNotMadeUpFor() {
        NextFire moved = new NextFire(hour(5).plusSeconds(60), hour(-2));

        Plan.PassOver passed = skip(HOURLY, moved, 1);

        assertThat(passed.skips()).extracting(Skip::from).containsExactly(moved.at(), hour(-1));
        assertThat(passed.next()).isEqualTo(NextFire.at(START));
    }

    @Test
    void aRunOfNoLengthIsTakenForTheOneThatIsSkipped() {
        Schedule delay = new IntervalSchedule(Duration.ofHours(1), START, IntervalMode.FIXED_DELAY);
        assertThat(skip(delay, NextFire.at(START), 1).next()).isEqualTo(NextFire.at(hour(1)));
    }

    @Test
    void aScheduleMayEndWithWhatIsSkipped() {
        Plan.PassOver passed = skip(new OneTimeSchedule(START), NextFire.at(START), 5);
        assertThat(passed.skips()).hasSize(1);
        assertThat(passed.next()).isNull();
    }

    private static Plan.PassOver skip(Schedule schedule, NextFire first, int count) {
        return SkippedAhead.of(schedule, hour(-24), first, count, NOW, hour(47).plusSeconds(1_800));
    }

    private static Instant hour(int number) {
        return START.plus(Duration.ofHours(number));
    }
}
