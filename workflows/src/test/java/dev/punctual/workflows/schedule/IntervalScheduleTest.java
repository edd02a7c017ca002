package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IntervalScheduleTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    @Test
    void firesAtTheAnchorAndItsMultiples() {
        IntervalSchedule schedule = every("PT90S", "2026-01-01T00:00");
        assertFires(schedule, "2025-01-01T00:00", "2026-01-01T00:00", "2026-01-01T00:01:30", "2026-01-01T00:03");
        assertFires(schedule, "2025-12-31T23:59:59.999999999Z", "2026-01-01T00:00");
        assertFires(schedule, "2026-01-01T00:01:29.999999999Z", "2026-01-01T00:01:30");
        assertFires(schedule, "2026-01-01T00:01:30Z", "2026-01-01T00:03");
        assertThat(schedule.firstFor(at("2026-01-01T00:00"))).contains(at("2026-01-01T00:01:30"));
    }

    @Test
    void doesNotDriftOverYears() {
        assertFires(
                every("PT7S", "1926-01-01T00:00"), "2026-01-01T00:00", "2026-01-01T00:00:06", "2026-01-01T00:00:13");
        assertFires(every("P1D", "0001-01-01T12:00:00Z"), "9999-12-30T12:00", "9999-12-31T12:00");
        assertThat(every("P1D", "0001-01-01T12:00:00Z").nextAfter(at("9999-12-31T12:00")))
                .isEmpty();
        assertThat(every("PT1S", "2026-01-01T00:00").nextAfter(Instant.MAX)).isEmpty();
        assertThat(every("PT1S", "2026-01-01T00:00").nextAfter(Instant.MIN)).contains(at("2026-01-01T00:00"));
    }

    @Property
    void answersTheNextMultipleStrictlyAfter(
            @ForAll @LongRange(min = 1_000_000, max = 100_000_000_000_000L) long every,
            @ForAll @LongRange(min = -60_000_000_000L, max = 200_000_000_000L) long anchorSeconds,
            @ForAll @LongRange(max = 50_000_000_000L) long elapsedSeconds,
            @ForAll @LongRange(max = 999_999_999) long nanos) {
        Instant anchor = Instant.ofEpochSecond(anchorSeconds, nanos / 1_000 * 1_000);
        Instant after = Instant.ofEpochSecond(anchorSeconds + elapsedSeconds, nanos);
        IntervalSchedule schedule =
                new IntervalSchedule(Duration.ofSeconds(every / 1_000_000, every % 1_000_000 * 1_000), anchor);

        Instant next = schedule.nextAfter(after).orElseThrow();

        BigInteger distance = micros(next).subtract(micros(anchor));
        assertThat(distance.mod(BigInteger.valueOf(every))).isZero();
        assertThat(next).isAfter(after).isBeforeOrEqualTo(after.plus(schedule.every()));
    }

    @Test
    void cutsItsValuesToMicroseconds() {
        assertThat(new IntervalSchedule(Duration.parse("PT1.0000019S"), at("2026-01-01T00:00:00.000000999Z")))
                .isEqualTo(every("PT1.000001S", "2026-01-01T00:00"));
    }

    @Test
    void refusesWhatIsTooShortTooLongOrOutOfRange() {
        assertRefused("every", "INTERVAL_TOO_SHORT", "PT0.999999S", "2026-01-01T00:00:00Z");
        assertRefused("every", "INTERVAL_TOO_SHORT", "PT-5S", "2026-01-01T00:00:00Z");
        assertRefused("every", "INTERVAL_TOO_LONG", "P4000000D", "2026-01-01T00:00:00Z");
        assertRefused("anchor", "OUT_OF_RANGE", "PT1S", "+10000-01-01T00:00:00Z");
    }

    private static void assertRefused(String field, String code, String every, String anchor) {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> new IntervalSchedule(Duration.parse(every), Instant.parse(anchor)))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static IntervalSchedule every(String every, String anchor) {
        return new IntervalSchedule(Duration.parse(every), at(anchor));
    }

    private static BigInteger micros(Instant instant) {
        return BigInteger.valueOf(instant.getEpochSecond())
                .multiply(MILLION)
                .add(BigInteger.valueOf(instant.getNano() / 1_000));
    }
}
