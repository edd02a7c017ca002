package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
    @Test
    void firesAtTheMinutesNamed() {
        assertFires(
                cron("*/20 8-9 * * *", "UTC"),
                "2026-01-01T08:40",
                "2026-01-01T09:00",
                "2026-01-01T09:20",
                "2026-01-01T09:40",
                "2026-01-02T08:00");
        assertFires(cron("0 2 * * MON-FRI", "UTC"), "2026-11-20T02:00", "2026-11-23T02:00", "2026-11-24T02:00");
        assertFires(cron("59 23 31 12 *", "UTC"), "2026-01-01T00:00", "2026-12-31T23:59", "2027-12-31T23:59");
        assertFires(cron("5,1,3-4 0 1 1 *", "UTC"), "2026-01-01T00:00", "2026-01-01T00:01", "2026-01-01T00:03");
    }

    @Test
    void readsTheHourInItsZone() {
        assertFires(cron("0 2 * * *", "Europe/Berlin"), "2026-12-01T00:00", "2026-12-01T01:00", "2026-12-02T01:00");
        assertFires(cron("0 0 * * *", "Asia/Kathmandu"), "2026-12-01T00:00", "2026-12-01T18:15");
        assertFires(cron("0 0 1 * *", "Pacific/Kiritimati"), "2026-12-01T00:00", "2026-12-31T10:00");
    }

    @Test
    void isStrictlyAfterTheInstantGiven() {
        CronSchedule schedule = cron("0 2 * * *", "UTC");
        assertFires(schedule, "2026-01-01T01:59:59.999999999Z", "2026-01-01T02:00");
        assertFires(schedule, "2026-01-01T02:00:00Z", "2026-01-02T02:00");
        assertFires(schedule, "2026-01-01T02:00:00.000001Z", "2026-01-02T02:00");
    }

    @Test
    void matchesEitherDayFieldWhenBothAreRestricted() {
        assertFires(
                cron("0 0 13 * 5", "UTC"),
                "2026-11-01T00:00",
                "2026-11-06T00:00",
                "2026-11-13T00:00",
                "2026-11-20T00:00");
        assertFires(cron("0 0 10 * FRI", "UTC"), "2026-11-06T00:00", "2026-11-10T00:00", "2026-11-13T00:00");
        // 1-31 is restricted, unlike *
        assertFires(cron("0 0 1-31 * FRI", "UTC"), "2026-11-06T00:00", "2026-11-07T00:00");
        // a list that begins with a value is restricted, even when it goes on with a step
        assertFires(cron("0 0 1,2-31 * FRI", "UTC"), "2026-11-06T00:00", "2026-11-07T00:00");
    }

    @Test
    void matchesBothDayFieldsWhenOneBeginsWithAStar() {
        assertFires(cron("0 0 */2 * MON", "UTC"), "2026-11-01T00:00", "2026-11-09T00:00", "2026-11-23T00:00");
        assertFires(cron("0 0 13 * */5", "UTC"), "2026-01-01T00:00", "2026-02-13T00:00", "2026-03-13T00:00");
        assertFires(cron("0 0 *,5 * MON", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-09T00:00");
    }

    @Test
    void knowsSundayAsZeroAndAsSeven() {
        for (String sunday : new String[] {"0", "7", "SUN", "sun", "*/7", "0-0", "7-7", "7-SUN", "SUN-SUN"}) {
            assertFires(cron("0 0 * * " + sunday, "UTC"), "2026-11-01T00:00", "2026-11-08T00:00", "2026-11-15T00:00");
        }
        for (String weekend : new String[] {"5-7", "FRI-SUN", "fri-7", "0,5,6"}) {
            assertFires(
                    cron("0 0 * * " + weekend, "UTC"),
                    "2026-11-01T00:00",
                    "2026-11-06T00:00",
                    "2026-11-07T00:00",
                    "2026-11-08T00:00",
                    "2026-11-13T00:00");
        }
        assertFires(cron("0 0 * * */2", "UTC"), "2026-11-01T00:00", "2026-11-03T00:00", "2026-11-05T00:00");
        // the days of the week alone may wrap
        for (String longWeekend : new String[] {"SAT-MON", "6-1", "6-7,1", "0,1,6"}) {
            assertFires(
                    cron("0 0 * * " + longWeekend, "UTC"),
                    "2026-11-01T00:00",
                    "2026-11-02T00:00",
                    "2026-11-07T00:00",
                    "2026-11-08T00:00");
        }
        assertFires(cron("0 0 * * 7-1", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-08T00:00");
        assertFires(cron("0 0 * * SAT-MON/2", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-07T00:00");
        assertFires(cron("0 0 * * MON-SUN/3", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-05T00:00");
    }

    @ParameterizedTest
    @CsvSource({
        "@yearly, 0 0 1 1 *",
        "@annually, 0 0 1 1 *",
        "@monthly, 0 0 1 * *",
        "@weekly, 0 0 * * 0",
        "@daily, 0 0 * * *",
        "@midnight, 0 0 * * *",
        "@hourly, 0 * * * *",
        "@Hourly, 00 */1 1-31 JAN-dec 0-7",
        "0 9 * jan Mon, 0 9 * 1 1",
        "' 0\t9   * * * ', 0 9 * * *",
    })
    void readsDifferentSpellingsAlike(String expression, String same) {
        Instant start = at("2026-11-20T00:00");
        assertThat(cron(expression, "UTC").upcoming(start, 50))
                .isEqualTo(cron(same, "UTC").upcoming(start, 50));
    }

    @Test
    void findsLeapDaysAcrossACenturyWithoutOne() {
        assertFires(cron("0 0 29 2 *", "UTC"), "2096-01-01T00:00", "2096-02-29T00:00", "2104-02-29T00:00");
        assertFires(cron("0 0 29 2 */7", "UTC"), "2072-01-01T00:00", "2088-02-29T00:00", "2128-02-29T00:00");
        assertFires(
                cron("30 2 29 2 *", "Europe/Berlin"),
                "2096-03-01T00:00",
                "2104-02-29T02:30+01:00",
                "2108-02-29T02:30+01:00");
    }

    @Test
    void startsInTheFarPastAndInTheFarFuture() {
        assertFires(cron("0 0 1 1 *", "UTC"), "-999999999-01-01T00:00:00Z", "0001-01-01T00:00", "0002-01-01T00:00");
        CronSchedule berlin = cron("0 12 * * *", "Europe/Berlin");
        assertThat(berlin.nextAfter(Instant.MIN)).isPresent();
        assertFires(berlin, "9999-12-30T00:00", "9999-12-30T12:00+01:00", "9999-12-31T12:00+01:00");
        assertThat(berlin.nextAfter(at("9999-12-31T11:00"))).isEmpty();
        assertThat(berlin.nextAfter(Instant.MAX)).isEmpty();
        assertThat(berlin.upcoming(at("9999-12-29T11:00"), 10)).hasSize(2);
    }

    @Test
    void answersQuicklyEvenWhenTheNextFireIsFarAway() {
        CronSchedule rare = cron("30 2 29 2 */7", "America/New_York", GapPolicy.SHIFT_FORWARD, RepeatPolicy.LAST);
        Instant start = at("2060-01-01T00:00");
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            rare.nextAfter(start.plusSeconds(i));
        }
        // some 20 µs each when measured; the limit only catches a search that walks every day or minute
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void isAValue() {
        assertThat(cron("0 2 * * *", "UTC"))
                .isEqualTo(cron("0 2 * * *", "UTC"))
                .hasSameHashCodeAs(cron("0 2 * * *", "UTC"))
                .isNotEqualTo(cron("0 3 * * *", "UTC"));
    }

    @Test
    void fillsInThePoliciesThatHold() {
        assertThat(cron("0 2 * * *", "UTC").gap()).isEqualTo(GapPolicy.SKIP);
        assertThat(cron("0 2 * * *", "UTC").repeat()).isEqualTo(RepeatPolicy.FIRST);
        assertThat(cron("0 * * * *", "UTC").repeat()).isEqualTo(RepeatPolicy.BOTH);
        assertThat(cron("0 */6 * * *", "UTC").repeat()).isEqualTo(RepeatPolicy.BOTH);
        assertThat(cron("0 0-23 * * *", "UTC").repeat()).isEqualTo(RepeatPolicy.FIRST);
        assertThat(cron("@hourly", "UTC", null, RepeatPolicy.LAST).repeat()).isEqualTo(RepeatPolicy.LAST);
    }
}
