package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.GapPolicy.SHIFT_FORWARD;
import static dev.punctual.workflows.schedule.GapPolicy.SKIP;
import static dev.punctual.workflows.schedule.RepeatPolicy.BOTH;
import static dev.punctual.workflows.schedule.RepeatPolicy.FIRST;
import static dev.punctual.workflows.schedule.RepeatPolicy.LAST;
import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockChangeTest {
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void skipsOrShiftsWhatTheClocksJumpOver() {
        assertFires(
                cron("30 2 * * *", BERLIN, SKIP, null),
                "2026-03-28T00:00",
                "2026-03-28T02:30+01:00",
                "2026-03-30T02:30+02:00");
        assertFires(
                cron("30 2 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-28T00:00",
                "2026-03-28T02:30+01:00",
                "2026-03-29T03:00+02:00",
                "2026-03-30T02:30+02:00");
        // three nominal times land at 03:00, where the schedule fires anyway: one fire
        assertFires(
                cron("*/20 2,3 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-29T00:00",
                "2026-03-29T03:00+02:00",
                "2026-03-29T03:20+02:00",
                "2026-03-29T03:40+02:00",
                "2026-03-30T02:00+02:00");
        assertFires(
                cron("0 3 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-28T12:00",
                "2026-03-29T03:00+02:00",
                "2026-03-30T03:00+02:00");
    }

    @Test
    void firesARepeatedTimeFirstLastOrBoth() {
        String first = "2026-10-25T02:30+02:00";
        String last = "2026-10-25T02:30+01:00";
        String next = "2026-10-26T02:30+01:00";
        assertFires(cron("30 2 * * *", BERLIN, null, null), "2026-10-24T12:00", first, next);
        assertFires(cron("30 2 * * *", BERLIN, null, FIRST), "2026-10-24T12:00", first, next);
        assertFires(cron("30 2 * * *", BERLIN, null, LAST), "2026-10-24T12:00", last, next);
        assertFires(cron("30 2 * * *", BERLIN, null, BOTH), "2026-10-24T12:00", first, last, next);
        // asked between the passes
        assertFires(cron("30 2 * * *", BERLIN, null, FIRST), "2026-10-25T02:45+02:00", next);
        assertFires(cron("30 2 * * *", BERLIN, null, LAST), "2026-10-25T02:15+01:00", last);
    }

    @Test
    void runsOnRealTimeWhenTheHourIsAStar() {
        assertFires(
                cron("*/30 * * * *", BERLIN),
                "2026-10-25T01:30+02:00",
                "2026-10-25T02:00+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-25T02:00+01:00",
                "2026-10-25T02:30+01:00",
                "2026-10-25T03:00+01:00");
        assertFires(
                cron("*/30 * * * *", BERLIN, null, FIRST),
                "2026-10-25T01:30+02:00",
                "2026-10-25T02:00+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-25T03:00+01:00");
        assertFires(
                cron("*/30 * * * *", BERLIN, SHIFT_FORWARD, LAST),
                "2026-10-25T01:30+02:00",
                "2026-10-25T02:00+01:00",
                "2026-10-25T02:30+01:00");
        assertFires(
                cron("15 * * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-29T01:00+01:00",
                "2026-03-29T01:15+01:00",
                "2026-03-29T03:15+02:00");
        assertFires(
                cron("15 */2 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-29T00:00+01:00",
                "2026-03-29T00:15+01:00",
                "2026-03-29T04:15+02:00");
    }

    @Test
    void followsAShiftOfHalfAnHour() {
        String lordHowe = "Australia/Lord_Howe";
        assertFires(
                cron("15 2 * * *", lordHowe, SHIFT_FORWARD, null),
                "2026-10-02T16:00",
                "2026-10-04T02:30+11:00",
                "2026-10-05T02:15+11:00");
        assertFires(cron("30 2 * * *", lordHowe), "2026-10-03T00:00", "2026-10-04T02:30+11:00");
        assertFires(
                cron("45 1 * * *", lordHowe, null, BOTH),
                "2026-04-04T00:00",
                "2026-04-05T01:45+11:00",
                "2026-04-05T01:45+10:30",
                "2026-04-06T01:45+10:30");
        assertFires(
                cron("15 1 * * *", lordHowe, null, BOTH),
                "2026-04-04T00:00",
                "2026-04-05T01:15+11:00",
                "2026-04-06T01:15+10:30");
        assertFires(
                cron("*/15 * * * *", lordHowe),
                "2026-04-05T01:30+11:00",
                "2026-04-05T01:45+11:00",
                "2026-04-05T01:30+10:30",
                "2026-04-05T01:45+10:30",
                "2026-04-05T02:00+10:30");
    }

    @Test
    void followsAShiftOfTwoHours() {
        String troll = "Antarctica/Troll";
        assertFires(
                cron("30 1,2 * * *", troll, SHIFT_FORWARD, null),
                "2026-03-28T12:00",
                "2026-03-29T03:00+02:00",
                "2026-03-30T01:30+02:00");
        assertFires(cron("30 1,2 * * *", troll), "2026-03-28T12:00", "2026-03-30T01:30+02:00");
        assertFires(
                cron("30 1,2 * * *", troll, null, BOTH),
                "2026-10-24T12:00",
                "2026-10-25T01:30+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-25T01:30Z",
                "2026-10-25T02:30Z");
    }

    @Test
    void skipsOrShiftsAWholeDay() {
        String apia = "Pacific/Apia";
        assertFires(
                cron("0 12 * * *", apia), "2011-12-29T00:00-10:00", "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00");
        assertFires(
                cron("0 12 * * *", apia, SHIFT_FORWARD, null),
                "2011-12-29T00:00-10:00",
                "2011-12-29T12:00-10:00",
                "2011-12-31T00:00+14:00",
                "2011-12-31T12:00+14:00");
        assertFires(cron("0 0 30 12 *", apia), "2011-12-01T00:00", "2012-12-30T00:00+14:00");
        assertFires(cron("0 0 30 12 *", apia, SHIFT_FORWARD, null), "2011-12-01T00:00", "2011-12-31T00:00+14:00");
        assertFires(
                cron("0 0 * * *", apia, SHIFT_FORWARD, null),
                "2011-12-29T10:00",
                "2011-12-31T00:00+14:00",
                "2012-01-01T00:00+14:00");
    }

    @Test
    void followsGapsAtMidnight() {
        assertFires(cron("0 0 * * *", "America/Sao_Paulo"), "2018-11-03T00:00-03:00", "2018-11-05T00:00-02:00");
        assertFires(
                cron("0 0 * * *", "America/Sao_Paulo", SHIFT_FORWARD, null),
                "2018-11-03T00:00-03:00",
                "2018-11-04T01:00-02:00",
                "2018-11-05T00:00-02:00");
        assertFires(
                cron("30 23 * * *", "America/Sao_Paulo", null, BOTH),
                "2018-02-17T12:00",
                "2018-02-17T23:30-02:00",
                "2018-02-17T23:30-03:00",
                "2018-02-18T23:30-03:00");
        assertFires(
                cron("0 0 * * *", "Asia/Beirut", SHIFT_FORWARD, null),
                "2026-03-28T12:00",
                "2026-03-29T01:00+03:00",
                "2026-03-30T00:00+03:00");
    }

    @Test
    void followsNegativeSummerTime() {
        assertFires(
                cron("30 1 * * *", "Europe/Dublin", SHIFT_FORWARD, BOTH),
                "2026-03-28T12:00",
                "2026-03-29T02:00+01:00",
                "2026-03-30T01:30+01:00");
        assertFires(
                cron("30 1 * * *", "Europe/Dublin", null, BOTH),
                "2026-10-24T12:00",
                "2026-10-25T01:30+01:00",
                "2026-10-25T01:30Z",
                "2026-10-26T01:30Z");
    }

    @Test
    void followsChangesThatComeCloseTogether() {
        // back for Ramadan, forward again after it
        assertFires(
                cron("30 2 * * *", "Africa/Casablanca", SHIFT_FORWARD, BOTH),
                "2026-02-14T12:00",
                "2026-02-15T02:30+01:00",
                "2026-02-15T02:30Z",
                "2026-02-16T02:30Z");
        assertFires(
                cron("30 2 * * *", "Africa/Casablanca", SHIFT_FORWARD, BOTH),
                "2026-03-21T12:00",
                "2026-03-22T03:00+01:00",
                "2026-03-23T02:30+01:00");
    }

    @Test
    void followsOffsetsWithSeconds() {
        // local mean time, 53 min 28 s ahead, until 1893-04-01, then 6 min 32 s are skipped
        assertFires(
                cron("0 0 * * *", BERLIN, SHIFT_FORWARD, null),
                "1893-03-30T12:00",
                "1893-03-31T00:00+00:53:28",
                "1893-04-01T00:06:32+01:00",
                "1893-04-02T00:00+01:00");
        assertFires(
                cron("0 0 * * *", BERLIN), "1893-03-30T12:00", "1893-03-31T00:00+00:53:28", "1893-04-02T00:00+01:00");
    }

    @Test
    void explainsAFireThatWasMoved() {
        assertNote(
                cron("30 2 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-29T03:00+02:00",
                "02:30 does not exist on 2026-03-29 (clocks go forward); moved to 03:00");
        assertNote(
                cron("*/20 2 * * *", BERLIN, SHIFT_FORWARD, null),
                "2026-03-29T03:00+02:00",
                "3 times from 02:00 to 02:40 do not exist on 2026-03-29 (clocks go forward); moved to 03:00");
        assertNote(
                cron("0 12 * * *", "Pacific/Apia", SHIFT_FORWARD, null),
                "2011-12-31T00:00+14:00",
                "12:00 does not exist on 2011-12-30 (clocks go forward); moved to 00:00 on 2011-12-31");
    }

    @Test
    void explainsAFireInARepeatedHour() {
        CronSchedule both = cron("30 2 * * *", BERLIN, null, BOTH);
        assertNote(both, "2026-10-25T02:30+02:00", "02:30 occurs twice on 2026-10-25; this is the first pass");
        assertNote(both, "2026-10-25T02:30+01:00", "02:30 occurs twice on 2026-10-25; this is the second pass");
        assertNote(
                cron("*/30 * * * *", BERLIN),
                "2026-10-25T02:00+01:00",
                "02:00 occurs twice on 2026-10-25; this is the second pass");
    }

    @Test
    void hasNothingToExplainOtherwise() {
        CronSchedule schedule = cron("30 2 * * *", BERLIN, SHIFT_FORWARD, FIRST);
        assertThat(schedule.note(at("2026-03-28T02:30+01:00"))).isEmpty();
        // no instants of this schedule
        assertThat(schedule.note(at("2026-10-25T02:30+01:00"))).isEmpty();
        assertThat(schedule.note(at("2026-10-25T02:31+02:00"))).isEmpty();
        assertThat(schedule.note(at("2026-10-25T02:30:00.5+02:00"))).isEmpty();
        assertThat(cron("30 2 * * *", BERLIN).note(at("2026-03-29T03:00+02:00")))
                .isEmpty();
    }

    private static void assertNote(CronSchedule schedule, String fire, String note) {
        assertThat(schedule.upcoming(at(fire).minusSeconds(1), 1)).containsExactly(at(fire));
        assertThat(schedule.note(at(fire))).contains(note);
    }
}
