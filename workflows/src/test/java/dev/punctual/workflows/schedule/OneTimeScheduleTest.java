package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OneTimeScheduleTest {
    private final OneTimeSchedule schedule = new OneTimeSchedule(at("2026-12-01T01:00:00.0000019Z"));

    @Test
    void firesOnceAtItsMicrosecond() {
        assertThat(schedule.at()).isEqualTo(at("2026-12-01T01:00:00.000001Z"));
        assertThat(schedule.nextAfter(at("2026-12-01T01:00:00.000000999Z"))).contains(schedule.at());
        assertThat(schedule.nextAfter(schedule.at())).isEmpty();
        assertThat(schedule.upcoming(Instant.EPOCH, 5)).containsExactly(schedule.at());
        assertThat(schedule.note(schedule.at())).isEmpty();
    }

    @Test
    void isFirstDueAtItsInstantEvenWhenThatIsPast() {
        assertThat(schedule.firstFor(at("2030-01-01T00:00"))).contains(schedule.at());
    }

    @Test
    void namesAsManyUpcomingInstantsAsAsked() {
        assertThat(schedule.upcoming(Instant.EPOCH, 0)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> schedule.upcoming(Instant.EPOCH, -1));
    }

    @Test
    void refusesAnInstantBeyondTheYear9999() {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> new OneTimeSchedule(Instant.MAX))
                .extracting(InvalidScheduleException::code)
                .isEqualTo("OUT_OF_RANGE");
    }
}
