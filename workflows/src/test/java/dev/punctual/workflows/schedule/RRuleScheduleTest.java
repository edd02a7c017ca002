package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RRuleScheduleTest {
    private static final String NEW_YORK = "America/New_York";

    /** The examples of RFC 5545, section 3.8.5.3: all of them begin on 1997-09-02 at 9:00 in New York unless they say. */
    @Test
    void firesOnTheDaysOfTheStandardsExamples() {
        assertDays("FREQ=DAILY;COUNT=10", "09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11");
        assertFirstDays("FREQ=DAILY;INTERVAL=2", "09-02 09-04 09-06 09-08 09-10");
        assertDays("FREQ=DAILY;INTERVAL=10;COUNT=5", "09-02 09-12 09-22 10-02 10-12");
        assertDays("FREQ=WEEKLY;COUNT=10", "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04");
        assertDays(
                "FREQ=WEEKLY;UNTIL=19971224T000000Z",
                "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04 11-11 11-18 11-25 12-02 12-09 12-16 12-23");
        assertFirstDays("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "09-02 09-16 09-30 10-14 10-28 11-11 11-25 12-09 12-23");
        assertDays(
                "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
                "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02");
        assertDays(
                "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
                "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16");
        assertDays(
                "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
                "1997-09-05",
                "09-05 10-03 11-07 12-05 1998-01-02 02-06 03-06 04-03 05-01 06-05");
        assertDays("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05", "09-05 10-03 11-07 12-05");
        assertDays(
                "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
                "1997-09-07",
                "09-07 09-28 11-02 11-30 1998-01-04 01-25 03-01 03-29 05-03 05-31");
        assertDays("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "09-22 10-20 11-17 12-22 1998-01-19 02-16");
        assertFirstDays("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "09-28 10-29 11-28 12-29 1998-01-29 02-26");
        assertDays(
                "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
                "09-02 09-15 10-02 10-15 11-02 11-15 12-02 12-15 1998-01-02 01-15");
        assertDays(
                "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
                "1997-09-30",
                "09-30 10-01 10-31 11-01 11-30 12-01 12-31 1998-01-01 01-31 02-01");
        assertDays(
                "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
                "1997-09-10",
                "09-10 09-11 09-12 09-13 09-14 09-15 1999-03-10 03-11 03-12 03-13");
        assertFirstDays(
                "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "09-02 09-09 09-16 09-23 09-30 11-04 11-11 11-18 11-25 1998-01-06");
        assertDays(
                "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
                "1997-06-10",
                "06-10 07-10 1998-06-10 07-10 1999-06-10 07-10 2000-06-10 07-10 2001-06-10 07-10");
        assertDays(
                "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
                "1997-03-10",
                "03-10 1999-01-10 02-10 03-10 2001-01-10 02-10 03-10 2003-01-10 02-10 03-10");
        assertDays(
                "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
                "1997-01-01",
                "01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01 04-10 07-19 2006-01-01");
        assertFirstDays("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "05-19 1998-05-18 1999-05-17");
        assertFirstDays("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "05-12 1998-05-11 1999-05-17");
        assertFirstDays(
                "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
                "1997-03-13",
                "03-13 03-20 03-27 1998-03-05 03-12 03-19 03-26 1999-03-04");
        assertFirstDays(
                "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
                "1997-06-05",
                "06-05 06-12 06-19 06-26 07-03 07-10 07-17 07-24 07-31 08-07 08-14 08-21 08-28 1998-06-04");
        assertFirstDays("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02-13 03-13 11-13 1999-08-13 2000-10-13");
        assertFirstDays(
                "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
                "1997-09-13",
                "09-13 10-11 11-08 12-13 1998-01-10 02-07 03-07 04-11 05-09 06-13");
        assertFirstDays(
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                "1996-11-05",
                "1996-11-05 2000-11-07 2004-11-02");
        assertDays("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06");
        assertFirstDays(
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
                "1997-09-29",
                "09-29 10-30 11-27 12-30 1998-01-29 02-26 03-30");
        assertDays("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24");
        assertDays("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31");
        assertDays("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-01-15 01-30 02-15 03-15 03-30");
    }

    @Test
    void firesAtTheTimesOfTheStandardsExamples() {
        assertFires(
                rule("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", NEW_YORK),
                "1997-09-01T00:00",
                "1997-09-02T09:00-04:00",
                "1997-09-02T12:00-04:00");
        assertThat(rule("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", NEW_YORK)
                        .upcoming(at("1997-09-01T00:00"), 5))
                .hasSize(2);
        assertFires(
                rule("FREQ=MINUTELY;INTERVAL=15;COUNT=6", NEW_YORK),
                "1997-09-01T00:00",
                "1997-09-02T09:00-04:00",
                "1997-09-02T09:15-04:00",
                "1997-09-02T09:30-04:00",
                "1997-09-02T09:45-04:00",
                "1997-09-02T10:00-04:00",
                "1997-09-02T10:15-04:00");
        assertFires(
                rule("FREQ=MINUTELY;INTERVAL=90;COUNT=4", NEW_YORK),
                "1997-09-01T00:00",
                "1997-09-02T09:00-04:00",
                "1997-09-02T10:30-04:00",
                "1997-09-02T12:00-04:00",
                "1997-09-02T13:30-04:00");
        List<Instant> daily = rule("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", NEW_YORK)
                .upcoming(at("1997-09-01T00:00"), 60);
        assertThat(rule("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", NEW_YORK)
                        .upcoming(at("1997-09-01T00:00"), 60))
                .isEqualTo(daily);
        assertThat(daily.get(23)).isEqualTo(at("1997-09-02T16:40-04:00"));
        assertThat(daily.get(24)).isEqualTo(at("1997-09-03T09:00-04:00"));
    }

    @Test
    void countsADayOfTheMonthInEachMonthOfAYear() {
        assertFirstDays("FREQ=YEARLY;BYMONTHDAY=2", "09-02 10-02 11-02 12-02 1998-01-02");
    }

    @Test
    void choosesWithinHoursAndMinutesToo() {
        assertFires(
                rule("FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1", "UTC"),
                "1997-09-02T09:00",
                "1997-09-02T09:40",
                "1997-09-02T10:40");
        assertFires(
                rule("FREQ=SECONDLY;INTERVAL=7;BYHOUR=3;BYMINUTE=0;BYSECOND=0", "UTC"),
                "1997-09-02T09:00",
                "1997-09-04T03:00",
                "1997-09-11T03:00");
        assertFires(
                rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29", "UTC"),
                "2001-01-01T00:00",
                "2004-02-29T09:00",
                "2008-02-29T09:00");
        assertFires(
                rule("FREQ=YEARLY;BYDAY=SU;BYWEEKNO=53", "UTC"),
                "2000-01-01T00:00",
                "2005-01-02T09:00",
                "2010-01-03T09:00");
    }

    @Test
    void ignoresALocalTimeThatDoesNotExistAndDoesNotCountIt() {
        RRuleSchedule skipping = schedule("FREQ=DAILY;COUNT=3", "2026-03-28T02:30", "Europe/Berlin", null, null);
        assertFires(
                skipping,
                "2026-03-01T00:00",
                "2026-03-28T02:30+01:00",
                "2026-03-30T02:30+02:00",
                "2026-03-31T02:30+02:00");
        assertThat(skipping.upcoming(at("2026-03-01T00:00"), 9)).hasSize(3);
        RRuleSchedule shifting =
                schedule("FREQ=DAILY;COUNT=3", "2026-03-28T02:30", "Europe/Berlin", GapPolicy.SHIFT_FORWARD, null);
        assertFires(
                shifting,
                "2026-03-01T00:00",
                "2026-03-28T02:30+01:00",
                "2026-03-29T03:00+02:00",
                "2026-03-30T02:30+02:00");
        assertThat(shifting.note(at("2026-03-29T03:00+02:00")))
                .hasValueSatisfying(note -> assertThat(note).contains("02:30 does not exist"));
    }

    @Test
    void firesOnceOrTwiceInARepeatedHourAsAsked() {
        assertFires(
                schedule("FREQ=DAILY", "2026-10-24T02:30", "Europe/Berlin", null, null),
                "2026-10-25T00:00+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-26T02:30+01:00");
        assertFires(
                schedule("FREQ=DAILY", "2026-10-24T02:30", "Europe/Berlin", null, RepeatPolicy.LAST),
                "2026-10-25T00:00+02:00",
                "2026-10-25T02:30+01:00");
        assertFires(
                schedule("FREQ=DAILY;COUNT=2", "2026-10-24T02:30", "Europe/Berlin", null, RepeatPolicy.BOTH),
                "2026-10-24T00:00",
                "2026-10-24T02:30+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-25T02:30+01:00");
        // on real time
        assertFires(
                schedule("FREQ=HOURLY", "2026-10-24T00:30", "Europe/Berlin", GapPolicy.SHIFT_FORWARD, null),
                "2026-10-25T01:45+02:00",
                "2026-10-25T02:30+02:00",
                "2026-10-25T02:30+01:00",
                "2026-10-25T03:30+01:00");
        assertFires(
                schedule("FREQ=MINUTELY;INTERVAL=15", "2026-01-01T00:00", "Australia/Lord_Howe", null, null),
                "2026-04-05T01:30+11:00",
                "2026-04-05T01:45+11:00",
                "2026-04-05T01:30+10:30",
                "2026-04-05T01:45+10:30");
        assertFires(
                schedule("FREQ=DAILY", "2011-12-28T12:00", "Pacific/Apia", null, null),
                "2011-12-29T00:00-10:00",
                "2011-12-29T12:00-10:00",
                "2011-12-31T12:00+14:00");
    }

    @Test
    void leavesOutExdatesButCountsThem() {
        RRuleSchedule schedule = RRuleSchedule.of(
                "FREQ=DAILY;COUNT=3",
                LocalDateTime.parse("2026-12-24T09:00"),
                List.of(LocalDateTime.parse("2026-12-25T09:00")),
                ZoneId.of("UTC"),
                null,
                null);
        assertThat(schedule.upcoming(at("2026-01-01T00:00"), 9))
                .containsExactly(at("2026-12-24T09:00"), at("2026-12-26T09:00"));
    }

    @Test
    void readsUntilAsADateALocalTimeOrAnInstant() {
        assertThat(schedule("FREQ=DAILY;UNTIL=20261203", "2026-12-01T23:00", "Asia/Tokyo", null, null)
                        .upcoming(Instant.EPOCH, 9))
                .hasSize(3);
        assertThat(schedule("FREQ=DAILY;UNTIL=20261203T225959", "2026-12-01T23:00", "Asia/Tokyo", null, null)
                        .upcoming(Instant.EPOCH, 9))
                .hasSize(2);
        assertThat(schedule("FREQ=DAILY;UNTIL=20261203T140000Z", "2026-12-01T23:00", "Asia/Tokyo", null, null)
                        .upcoming(Instant.EPOCH, 9))
                .hasSize(3);
    }

    @Test
    void refusesWhatIsNoRuleOrNeverFires() {
        assertRefused("", "RRULE");
        assertRefused("FREQ=FORTNIGHTLY", "RRULE");
        assertRefused("RRULE:FREQ=DAILY", "RRULE");
        assertRefused("FREQ=DAILY;BYDAY=1MO", "RRULE");
        assertRefused("FREQ=DAILY;COUNT=3;UNTIL=20300101T000000Z", "RRULE");
        assertRefused("FREQ=DAILY;COUNT=100001", "RRULE");
        assertRefused("FREQ=DAILY;COUNT=0", "RRULE");
        assertRefused("FREQ=DAILY;INTERVAL=0", "RRULE");
        assertRefused("FREQ=DAILY;INTERVAL=1;INTERVAL=2", "RRULE");
        assertRefused("FREQ=DAILY;BYEASTER=0", "RRULE");
        assertRefused("FREQ=DAILY;RSCALE=HEBREW", "RRULE");
        assertRefused("FREQ=MINUTELY;BYSECOND=60", "RRULE");
        assertRefused("FREQ=DAILY;BYHOUR=24", "RRULE");
        assertRefused("FREQ=YEARLY;BYMONTH=13", "RRULE");
        assertRefused("FREQ=WEEKLY;BYMONTHDAY=1", "RRULE");
        assertRefused("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "NEVER_FIRES");
        assertRefused("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31", "NEVER_FIRES");
        assertRefused("FREQ=SECONDLY;INTERVAL=86400;BYHOUR=10", "NEVER_FIRES");
        assertRefused("FREQ=DAILY;UNTIL=19970101T000000Z", "NEVER_FIRES");
    }

    @Test
    void saysEveryPartInEnglish() {
        assertThat(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10", "Europe/Berlin")
                        .describe())
                .isEqualTo("Every 2 weeks, on Monday and Friday, at 09:00, from 1997-09-02, 10 times (Europe/Berlin)");
        assertThat(rule("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "UTC").describe())
                .isEqualTo(
                        "Every month, only the last fire in each month of those, on Monday and Tuesday, at 09:00, from 1997-09-02 (UTC)");
        assertThat(rule("FREQ=YEARLY;BYMONTH=11;BYDAY=-1TH", "UTC").describe())
                .isEqualTo(
                        "Every year, in November, on the last Thursday of the month, at 09:00, from 1997-09-02 (UTC)");
        assertThat(rule("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", "UTC").describe())
                .isEqualTo("Every 20 minutes, during hour 9 and 10, from 1997-09-02 (UTC)");
    }

    private static void assertRefused(String rule, String code) {
        assertThatThrownBy(() -> rule(rule, "UTC"))
                .as(rule)
                .isInstanceOfSatisfying(InvalidScheduleException.class, e -> {
                    assertThat(e.field()).isEqualTo("rule");
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).contains(rule);
                });
    }

    private static RRuleSchedule rule(String rule, String zone) {
        return schedule(rule, "1997-09-02T09:00", zone, null, null);
    }

    private static RRuleSchedule schedule(
            String rule, String start, String zone, @Nullable GapPolicy gap, @Nullable RepeatPolicy repeat) {
        return RRuleSchedule.of(rule, LocalDateTime.parse(start), List.of(), ZoneId.of(zone), gap, repeat);
    }

    private static void assertDays(String rule, String days) {
        assertDays(rule, "1997-09-02", days);
    }

    /** These days and no more. */
    private static void assertDays(String rule, String start, String days) {
        assertThat(days(rule, start, 100)).as(rule).isEqualTo(dates(days));
    }

    private static void assertFirstDays(String rule, String days) {
        assertFirstDays(rule, "1997-09-02", days);
    }

    private static void assertFirstDays(String rule, String start, String days) {
        List<LocalDate> expected = dates(days);
        assertThat(days(rule, start, expected.size())).as(rule).isEqualTo(expected);
    }

    private static List<LocalDate> days(String rule, String start, int count) {
        return schedule(rule, start + "T09:00", NEW_YORK, null, null)
                .upcoming(Instant.parse("1996-01-01T00:00:00Z"), count)
                .stream()
                .map(fire -> fire.atZone(ZoneId.of(NEW_YORK)))
                .peek(fire -> assertThat(fire.toLocalTime()).hasToString("09:00"))
                .map(fire -> fire.toLocalDate())
                .toList();
    }

    /** A year stands until the next one is named. */
    private static List<LocalDate> dates(String text) {
        String[] year = {"1997"};
        return Arrays.stream(text.split(" "))
                .map(day -> {
                    if (day.length() > 5) {
                        year[0] = day.substring(0, 4);
                        return LocalDate.parse(day);
                    }
                    return LocalDate.parse(year[0] + "-" + day);
                })
                .toList();
    }
}
