package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.quartz;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of QUARTZ, one table each. */
class QuartzCronTest {
    @Test
    void firesAtTheSecondsNamed() {
        assertFires(
                quartz("*/25 59 23 * * ?", "UTC"),
                "2026-01-01T23:59:25",
                "2026-01-01T23:59:50",
                "2026-01-02T23:59:00",
                "2026-01-02T23:59:25");
        assertFires(quartz("* * * * * ?", "UTC"), "2026-01-01T23:59:58.5Z", "2026-01-01T23:59:59", "2026-01-02T00:00");
        assertFires(quartz("30 0 2 ? * *", "UTC"), "2026-01-01T02:00:30", "2026-01-02T02:00:30");
    }

    @Test
    void countsTheDaysOfTheWeekFromSunday() {
        for (String sunday : new String[] {"1", "SUN", "sun", "SUN-SUN", "1-1"}) {
            assertFires(
                    quartz("0 0 0 ? * " + sunday, "UTC"), "2026-11-01T00:00", "2026-11-08T00:00", "2026-11-15T00:00");
        }
        assertFires(quartz("0 0 0 ? * */3", "UTC"), "2026-11-01T00:00", "2026-11-04T00:00", "2026-11-07T00:00");
        assertFires(quartz("0 0 0 ? * 2/3", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-05T00:00");
        assertFires(quartz("0 0 0 ? * 7,L", "UTC"), "2026-11-01T00:00", "2026-11-07T00:00", "2026-11-14T00:00");
        assertFires(quartz("0 0 0 ? * L", "UTC"), "2026-11-01T00:00", "2026-11-07T00:00", "2026-11-14T00:00");
    }

    @Test
    void letsEveryRangeWrapButYears() {
        assertFires(
                quartz("58-1 0 0 1 1 ?", "UTC"),
                "2026-01-01T00:00:00",
                "2026-01-01T00:00:01",
                "2026-01-01T00:00:58",
                "2026-01-01T00:00:59",
                "2027-01-01T00:00:00");
        assertFires(
                quartz("0 50-10/10 0 1 1 ?", "UTC"),
                "2026-01-01T00:00",
                "2026-01-01T00:10",
                "2026-01-01T00:50",
                "2027-01-01T00:00");
        assertFires(
                quartz("0 0 22-2 * * ?", "UTC"),
                "2026-01-01T01:00",
                "2026-01-01T02:00",
                "2026-01-01T22:00",
                "2026-01-01T23:00",
                "2026-01-02T00:00");
        assertFires(quartz("0 0 22-2/3 * * ?", "UTC"), "2026-01-01T02:00", "2026-01-01T22:00", "2026-01-02T01:00");
        assertFires(
                quartz("0 0 0 30-2 * ?", "UTC"),
                "2026-02-02T00:00",
                "2026-03-01T00:00",
                "2026-03-02T00:00",
                "2026-03-30T00:00");
        assertFires(
                quartz("0 0 0 1 NOV-FEB ?", "UTC"),
                "2026-02-01T00:00",
                "2026-11-01T00:00",
                "2026-12-01T00:00",
                "2027-01-01T00:00");
        assertFires(quartz("0 0 0 ? * SAT-MON", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-07T00:00");
        assertFires(
                quartz("0 0 0 ? * FRI-TUE/2", "UTC"),
                "2026-11-01T00:00",
                "2026-11-03T00:00",
                "2026-11-06T00:00",
                "2026-11-08T00:00");
    }

    @Test
    void takesAStepOnARangeOfNames() {
        assertFires(
                quartz("0 0 0 ? * MON-FRI/2", "UTC"),
                "2026-11-01T00:00",
                "2026-11-02T00:00",
                "2026-11-04T00:00",
                "2026-11-06T00:00",
                "2026-11-09T00:00");
        assertFires(quartz("0 0 0 1 JAN-DEC/6 ?", "UTC"), "2026-01-01T00:00", "2026-07-01T00:00", "2027-01-01T00:00");
        assertFires(
                quartz("0 5/20 0 1 1 ?", "UTC"),
                "2026-01-01T00:00",
                "2026-01-01T00:05",
                "2026-01-01T00:25",
                "2026-01-01T00:45");
    }

    @Test
    void keepsToTheYearsNamed() {
        assertFires(
                quartz("0 0 0 1 1 ? 2028,2030-2031", "UTC"),
                "2026-01-01T00:00",
                "2028-01-01T00:00",
                "2030-01-01T00:00",
                "2031-01-01T00:00");
        assertThat(quartz("0 0 0 1 1 ? 2028", "UTC").nextAfter(at("2028-01-01T00:00")))
                .isEmpty();
        assertFires(quartz("0 0 0 1 1 ? 2000/50", "UTC"), "1990-01-01T00:00", "2000-01-01T00:00", "2050-01-01T00:00");
        assertFires(quartz("0 0 0 1 1 ? */100", "UTC"), "1950-01-01T00:00", "1970-01-01T00:00", "2070-01-01T00:00");
        // a star sets no bounds
        assertFires(quartz("0 0 0 1 1 ? *", "UTC"), "2150-01-01T00:00", "2151-01-01T00:00");
        assertFires(quartz("0 0 0 1 1 ?", "UTC"), "1900-01-01T00:00", "1901-01-01T00:00");
    }

    @Test
    void countsFromTheEndOfTheMonth() {
        assertFires(
                quartz("0 0 0 L * ?", "UTC"),
                "2028-01-31T00:00",
                "2028-02-29T00:00",
                "2028-03-31T00:00",
                "2028-04-30T00:00");
        assertFires(quartz("0 0 0 L-3 * ?", "UTC"), "2026-01-29T00:00", "2026-02-25T00:00", "2026-03-28T00:00");
        // day 1 of the long months alone
        assertFires(quartz("0 0 0 L-30 * ?", "UTC"), "2026-01-02T00:00", "2026-03-01T00:00", "2026-05-01T00:00");
        assertFires(quartz("0 0 0 L-28 2 ?", "UTC"), "2026-01-02T00:00", "2028-02-01T00:00", "2032-02-01T00:00");
        // 2026-01-31 is a Saturday, 2026-05-31 a Sunday
        assertFires(
                quartz("0 0 0 LW * ?", "UTC"),
                "2026-01-01T00:00",
                "2026-01-30T00:00",
                "2026-02-27T00:00",
                "2026-03-31T00:00");
        assertFires(quartz("0 0 0 LW 5 ?", "UTC"), "2026-01-01T00:00", "2026-05-29T00:00", "2027-05-31T00:00");
        // three days before the end of February 2026 is a Wednesday, of March a Saturday, of May a Thursday, of June a
        // Saturday
        assertFires(
                quartz("0 0 0 L-3W 2-6 ?", "UTC"),
                "2026-01-01T00:00",
                "2026-02-25T00:00",
                "2026-03-27T00:00",
                "2026-04-27T00:00",
                "2026-05-28T00:00",
                "2026-06-26T00:00");
    }

    @Test
    void findsTheWeekdayNearestWithinItsMonth() {
        // 2026-08-15 is a Saturday, 2026-11-15 a Sunday
        assertFires(
                quartz("0 0 0 15W * ?", "UTC"),
                "2026-08-01T00:00",
                "2026-08-14T00:00",
                "2026-09-15T00:00",
                "2026-10-15T00:00",
                "2026-11-16T00:00");
        // a Saturday the first goes forward, a Sunday the last goes back
        assertFires(quartz("0 0 0 1W 8,11 ?", "UTC"), "2026-01-01T00:00", "2026-08-03T00:00", "2026-11-02T00:00");
        assertFires(
                quartz("0 0 0 31W * ?", "UTC"),
                "2026-05-01T00:00",
                "2026-05-29T00:00",
                "2026-07-31T00:00",
                "2026-08-31T00:00",
                "2026-10-30T00:00");
        assertFires(quartz("0 0 0 29W 2 ?", "UTC"), "2026-01-01T00:00", "2028-02-29T00:00", "2032-02-27T00:00");
    }

    @Test
    void findsTheNthAndTheLastDayOfTheWeek() {
        assertFires(quartz("0 0 0 ? * 6#3", "UTC"), "2026-11-01T00:00", "2026-11-20T00:00", "2026-12-18T00:00");
        assertFires(quartz("0 0 0 ? * FRI#5", "UTC"), "2026-11-01T00:00", "2027-01-29T00:00", "2027-04-30T00:00");
        assertFires(quartz("0 0 0 ? * SUN#1", "UTC"), "2026-10-31T00:00", "2026-11-01T00:00", "2026-12-06T00:00");
        assertFires(quartz("0 0 0 ? * 6L", "UTC"), "2026-11-01T00:00", "2026-11-27T00:00", "2026-12-25T00:00");
        assertFires(quartz("0 0 0 ? * sunL", "UTC"), "2026-11-01T00:00", "2026-11-29T00:00", "2026-12-27T00:00");
    }

    @Test
    void mixesSpecialDaysInLists() {
        assertFires(
                quartz("0 0 0 15W,L * ?", "UTC"),
                "2026-08-01T00:00",
                "2026-08-14T00:00",
                "2026-08-31T00:00",
                "2026-09-15T00:00",
                "2026-09-30T00:00");
        assertFires(
                quartz("0 0 0 L-3W,1,LW,L-1 11 ?", "UTC"),
                "2026-10-01T00:00",
                "2026-11-01T00:00",
                "2026-11-27T00:00",
                "2026-11-29T00:00",
                "2026-11-30T00:00");
        assertFires(
                quartz("0 0 0 ? * MON#1,MON#3,6L,WED", "UTC"),
                "2026-11-01T00:00",
                "2026-11-02T00:00",
                "2026-11-04T00:00",
                "2026-11-11T00:00",
                "2026-11-16T00:00",
                "2026-11-18T00:00",
                "2026-11-25T00:00",
                "2026-11-27T00:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 2 * *             | CRON_FIELDS | has 5 fields; QUARTZ takes six or seven",
                "0 0 2 * * ? 2026 1    | CRON_FIELDS | has 8 fields",
                "@daily                | UNSUPPORTED | QUARTZ has no nicknames",
                "0 0 2 * * *           | CRON_DAYS   | neither day field is ?",
                "0 0 2 ? * ?           | CRON_DAYS   | both day fields are ?",
                "? 0 2 * * ?           | UNSUPPORTED | column 1 (second): \"?\" has no meaning here",
                "0 0 2 1,? * ?         | UNSUPPORTED | column 9 (day of month)",
                "0 0 2 ? * 0           | CRON_RANGE  | 0 is out of range; use 1 to 7 or SUN to SAT",
                "0 0 2 ? * 8           | CRON_RANGE  | 8 is out of range",
                "0 0 2 ? * 0L          | CRON_RANGE  | 0 is out of range",
                "0 0 2 ? * 8#1         | CRON_RANGE  | 8 is out of range",
                "0 0 2 ? * 6#6         | CRON_RANGE  | use #1 to #5",
                "0 0 2 ? * 6#0         | CRON_RANGE  | use #1 to #5",
                "0 0 2 ? * 6#          | UNSUPPORTED | \"6#\" has no meaning here",
                "0 0 2 ? * MON-FRI#2   | UNSUPPORTED | has no meaning here",
                "0 0 2 ? * 2-6L        | CRON_SYNTAX | \"2-6L\" cannot be read",
                "0 0 2 ? * LW          | UNSUPPORTED | \"LW\" has no meaning here",
                "0 0 2 L-31 * ?        | CRON_RANGE  | use L-30 at most",
                "0 0 2 0W * ?          | CRON_RANGE  | 0 is out of range",
                "0 0 2 32W * ?         | CRON_RANGE  | 32 is out of range",
                "0 0 2 1-5W * ?        | CRON_SYNTAX | cannot be read",
                "0 0 2 L/2 * ?         | CRON_SYNTAX | cannot be read",
                "0 0 2 W * ?           | UNSUPPORTED | \"W\" has no meaning here",
                "0 0 2 FRIL * ?        | UNSUPPORTED | \"FRIL\" has no meaning here",
                "0 0 L * * ?           | UNSUPPORTED | \"L\" has no meaning here",
                "0 H 2 * * ?           | UNSUPPORTED | \"H\" has no meaning here",
                "0 0 2 C * ?           | UNSUPPORTED | \"C\" has no meaning here",
                "0 0 2 * * ? 1969      | CRON_RANGE  | 1969 is out of range; use 1970 to 2099",
                "0 0 2 * * ? 2100      | CRON_RANGE  | 2100 is out of range",
                "0 0 2 * * ? 2030-2026 | CRON_RANGE  | runs backwards",
                "*/60 0 2 * * ?        | CRON_STEP   | a step of 60 is longer than the field; use 59 at most",
                "0 0 */24 * * ?        | CRON_STEP   | use 23 at most",
                "0 0 2 */32 * ?        | CRON_STEP   | use 31 at most",
                "0 0 2 * */13 ?        | CRON_STEP   | use 12 at most",
                "0 0 2 ? * */8         | CRON_STEP   | use 7 at most",
                "0 0 2 * * ? */130     | CRON_STEP   | use 129 at most",
                "*/0 0 2 * * ?         | CRON_STEP   | a step of 0 leads nowhere",
                "/5 0 2 * * ?          | CRON_SYNTAX | \"/5\" cannot be read",
                "5- 0 2 * * ?          | CRON_SYNTAX | \"5-\" cannot be read",
                "1,,2 0 2 * * ?        | CRON_SYNTAX | a list item is empty",
                "0 0 2 31 2 ?          | NEVER_FIRES | names no date that exists",
                "0 0 2 31W 4,6 ?       | NEVER_FIRES | names no date that exists",
                "0 0 2 L-29 2 ?        | NEVER_FIRES | names no date that exists",
                "0 0 2 29 2 ? 2027     | NEVER_FIRES | names no date that exists",
                "0 0 2 ? 2 MON#5 2026-2027 | NEVER_FIRES | names no date that exists",
                "0 30 2 29 3 ? 2026    | NEVER_FIRES | only times that Europe/Berlin skips",
            })
    void refusesWhatItDoesNotTake(String expression, String code, String reason) {
        InvalidScheduleException refusal =
                catchThrowableOfType(InvalidScheduleException.class, () -> quartz(expression, "Europe/Berlin"));
        assertThat(refusal).as(expression).isNotNull().hasMessageContaining(reason);
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    }

    @Test
    void takesTheLongestSteps() {
        for (String expression : new String[] {
            "*/59 0 2 * * ?", "0 0 */23 * * ?", "0 0 2 */31 * ?", "0 0 2 1 */12 ?", "0 0 2 ? * */7", "10-12/5 0 2 * * ?"
        }) {
            Instant start = at("2026-11-01T00:00");
            assertThat(quartz(expression, "UTC").nextAfter(start))
                    .as(expression)
                    .isPresent();
        }
    }
}
