package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static dev.punctual.workflows.schedule.Schedules.quartz;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingTimesTest {
    @Test
    void tellsWhichLocalTimesAGapSkips() {
        assertMissing(
                cron("30 2 * * *", "Europe/Berlin"),
                "2026-01-01T00:00",
                "2028-01-01T00:00",
                "2026-03-29T01:00 02:30 does not exist on 2026-03-29 (clocks go forward); skipped",
                "2027-03-28T01:00 02:30 does not exist on 2027-03-28 (clocks go forward); skipped");
        assertMissing(
                cron("*/15 2 * * *", "America/New_York"),
                "2026-01-01T00:00",
                "2027-01-01T00:00",
                "2026-03-08T07:00 4 times from 02:00 to 02:45 do not exist on 2026-03-08 (clocks go forward); skipped");
        assertMissing(
                cron("15 2 * * *", "Australia/Lord_Howe"),
                "2026-01-01T00:00",
                "2027-01-01T00:00",
                "2026-10-03T15:30 02:15 does not exist on 2026-10-04 (clocks go forward); skipped");
        assertMissing(
                cron("0 12 * * *", "Pacific/Apia"),
                "2011-12-01T00:00",
                "2012-01-15T00:00",
                "2011-12-30T10:00 12:00 does not exist on 2011-12-30 (clocks go forward); skipped");
        assertMissing(
                RRuleSchedule.of(
                        "FREQ=DAILY",
                        LocalDateTime.parse("2026-01-01T02:30"),
                        List.of(),
                        ZoneId.of("Europe/Berlin"),
                        null,
                        null),
                "2026-01-01T00:00",
                "2027-01-01T00:00",
                "2026-03-29T01:00 02:30 does not exist on 2026-03-29 (clocks go forward); skipped");
    }

    @Test
    void tellsNothingWhereNothingIsLost() {
        assertMissing(cron("30 3 * * *", "Europe/Berlin"), "2026-01-01T00:00", "2028-01-01T00:00");
        assertMissing(cron("30 2 * * *", "UTC"), "2026-01-01T00:00", "2028-01-01T00:00");
        // moved, on real time, or no local time at all
        assertMissing(
                cron("30 2 * * *", "Europe/Berlin", GapPolicy.SHIFT_FORWARD, null),
                "2026-01-01T00:00",
                "2028-01-01T00:00");
        assertMissing(cron("*/5 * * * *", "Europe/Berlin"), "2026-01-01T00:00", "2028-01-01T00:00");
        assertMissing(cron("@every 90m", "Europe/Berlin"), "2026-01-01T00:00", "2028-01-01T00:00");
        assertMissing(new IntervalSchedule(Duration.ofHours(1), Instant.EPOCH), "2026-01-01T00:00", "2028-01-01T00:00");
    }

    @Test
    void countsTheChangeAtTheEndOfTheSpanAndNotTheOneAtItsBeginning() {
        Schedule night = cron("30 2 * * *", "Europe/Berlin");
        assertThat(night.missing(at("2026-03-29T01:00"), at("2026-12-01T00:00"), 9))
                .isEmpty();
        assertThat(night.missing(at("2026-03-29T00:59:59"), at("2026-03-29T01:00"), 9))
                .hasSize(1);
        assertThat(night.missing(at("2026-01-01T00:00"), at("2300-01-01T00:00"), 5))
                .hasSize(5);
    }

    @Test
    void findsTheRareOnesFast() {
        // a leap day is never the day of a change in Berlin; in 8,000 years there are 16,000 changes to pass over
        assertThat(quartz("0 30 2 29 2 ?", "Europe/Berlin").missing(Instant.EPOCH, at("9999-12-31T00:00"), 9))
                .isEmpty();
    }

    @Test
    void staysWithinBounds() {
        BoundedSchedule bounded = BoundedSchedule.of(new BoundedSchedule(
                cron("30 2 * * *", "Europe/Berlin"),
                ZoneId.of("Europe/Berlin"),
                at("2027-01-01T00:00"),
                at("2028-01-01T00:00"),
                null,
                null,
                7,
                List.of(),
                null,
                null));
        assertThat(bounded.missing(at("2020-01-01T00:00"), at("2030-01-01T00:00"), 9))
                .extracting(MissingTimes::local)
                .containsExactly(LocalDateTime.parse("2027-03-28T02:30"));
    }

    private static void assertMissing(Schedule schedule, String after, String until, String... expected) {
        assertThat(schedule.missing(at(after), at(until), 100))
                .as(schedule.toString())
                .extracting(missing -> missing.clockChange().toString().replace(":00Z", "") + " " + missing.detail())
                .containsExactly(expected);
    }
}
