package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | CRON_FIELDS   | has 0 fields",
                "* * * *             | CRON_FIELDS   | has 4 fields",
                "0 * * * * *         | CRON_FIELDS   | has 6 fields",
                "0 0 2 * * ? 2026    | CRON_FIELDS   | has 7 fields",
                "60 * * * *          | CRON_RANGE    | column 1 (minute): 60 is out of range; use 0 to 59",
                "0 24 * * *          | CRON_RANGE    | column 3 (hour): 24 is out of range; use 0 to 23",
                "0 0 0 * *           | CRON_RANGE    | column 5 (day of month): 0 is out of range; use 1 to 31",
                "0 0 32 * *          | CRON_RANGE    | 32 is out of range",
                "0 0 1 13 *          | CRON_RANGE    | use 1 to 12 or JAN to DEC",
                "0 0 1 0 *           | CRON_RANGE    | column 7 (month): 0 is out of range",
                "0 0 * * 8           | CRON_RANGE    | use 0 to 7 or SUN to SAT",
                "0 0 * * 99999999999 | CRON_RANGE    | 99999999999 is out of range",
                "0-60 0 * * *        | CRON_RANGE    | 60 is out of range",
                "50-10 * * * *       | CRON_RANGE    | runs backwards; write it as two, such as 50-59,0-10",
                "0 22-2 * * *        | CRON_RANGE    | column 3 (hour): the range \"22-2\" runs backwards",
                "0 0 25-5 * *        | CRON_RANGE    | such as 25-31,1-5",
                "0 0 * NOV-FEB *     | CRON_RANGE    | such as 11-12,1-2",
                "-5 * * * *          | CRON_SYNTAX   | \"-5\" cannot be read",
                "5- * * * *          | CRON_SYNTAX   | \"5-\" cannot be read",
                "1-2-3 * * * *       | CRON_SYNTAX   | cannot be read",
                "1,,2 * * * *        | CRON_SYNTAX   | column 3 (minute): a list item is empty",
                "1,2, * * * *        | CRON_SYNTAX   | column 5 (minute): a list item is empty",
                ", * * * *           | CRON_SYNTAX   | a list item is empty",
                "*5 * * * *          | CRON_SYNTAX   | cannot be read",
                "** * * * *          | CRON_SYNTAX   | cannot be read",
                "*-5 * * * *         | CRON_SYNTAX   | cannot be read",
                "*/ * * * *          | CRON_SYNTAX   | cannot be read",
                "*/x * * * *         | CRON_SYNTAX   | cannot be read",
                "*/-5 * * * *        | CRON_SYNTAX   | cannot be read",
                "/5 * * * *          | CRON_SYNTAX   | cannot be read",
                "1.5 * * * *         | CRON_SYNTAX   | cannot be read",
                "1;2 * * * *         | CRON_SYNTAX   | cannot be read",
                "+5 * * * *          | CRON_SYNTAX   | cannot be read",
                "٥ * * * *           | CRON_SYNTAX   | \"٥\" cannot be read",
                "0 0 * * MONDAY      | CRON_SYNTAX   | \"MONDAY\" cannot be read",
                "0 0 * * MO          | CRON_SYNTAX   | cannot be read",
                "0 0 * MON *         | CRON_NAME     | column 7 (month): \"MON\" is no name of this column",
                "0 0 * * JAN         | CRON_NAME     | use 0 to 7 or SUN to SAT",
                "0 JAN * * *         | CRON_NAME     | column 3 (hour): \"JAN\" is no name",
                "0 0 * * N M         | CRON_FIELDS   | has 6 fields",
                "*/0 * * * *         | CRON_STEP     | a step of 0 leads nowhere",
                "0-30/00 * * * *     | CRON_STEP     | a step of 0 leads nowhere",
                "5/15 * * * *        | CRON_STEP     | column 1 (minute): \"5/15\" has a step without a range; write 5-59/15",
                "*/60 * * * *        | CRON_STEP     | only 0 would match",
                "*/90 * * * *        | CRON_STEP     | use a schedule of type interval",
                "0 */24 * * *        | CRON_STEP     | only 0 would match",
                "0 0 */31 * *        | CRON_STEP     | only 1 would match",
                "10-12/5 * * * *     | CRON_STEP     | a step of 5 does not fit into 10 to 12",
                "0 0 ? * *           | UNSUPPORTED   | column 5 (day of month): \"?\" is not UNIX cron",
                "0 0 * * ?           | UNSUPPORTED   | column 9 (day of week): \"?\" is not UNIX cron",
                "0 0 L * *           | UNSUPPORTED   | \"L\" is not UNIX cron",
                "0 0 L-3 * *         | UNSUPPORTED   | \"L-3\" is not UNIX cron",
                "0 0 LW * *          | UNSUPPORTED   | \"LW\" is not UNIX cron",
                "0 0 15W * *         | UNSUPPORTED   | \"15W\" is not UNIX cron",
                "0 0 15,20W * *      | UNSUPPORTED   | column 8 (day of month): \"20W\" is not UNIX cron",
                "0 0 * * 5L          | UNSUPPORTED   | \"5L\" is not UNIX cron",
                "0 0 * * FRIL        | UNSUPPORTED   | \"FRIL\" is not UNIX cron",
                "0 0 * * 6#3         | UNSUPPORTED   | \"6#3\" is not UNIX cron",
                "0 0 * * MON#1       | UNSUPPORTED   | \"MON#1\" is not UNIX cron",
                "0~30 * * * *        | UNSUPPORTED   | \"0~30\" is not UNIX cron",
                "@reboot             | UNSUPPORTED   | use a schedule of type once",
                "H * * * *           | HASH_SEED     | column 1 (minute): H is chosen by the task's name",
                "@every              | CRON_SYNTAX   | write a duration such as 90m",
                "@every 5            | CRON_SYNTAX   | write a duration such as 90m",
                "@every 5m 5s        | CRON_SYNTAX   | write a duration such as 90m",
                "@every 5m5h         | CRON_SYNTAX   | write a duration such as 90m",
                "@every -5m          | CRON_SYNTAX   | write a duration such as 90m",
                "@every PT5M         | CRON_SYNTAX   | write a duration such as 90m",
                "@every 500ms        | INTERVAL_TOO_SHORT | the smallest unit is a whole second",
                "@every 1.5h         | INTERVAL_TOO_SHORT | the smallest unit is a whole second",
                "@every 0s           | INTERVAL_TOO_SHORT | 0 leads nowhere",
                "@every 999999999d   | INTERVAL_TOO_LONG  | longer than the years 1 to 9999",
                "@sometimes          | CRON_NICKNAME | is no nickname; use one of @yearly",
                "@daily 5            | CRON_NICKNAME | alone, or five fields",
                "0 0 31 2 *          | NEVER_FIRES   | names no date that exists",
                "0 0 30 2 *          | NEVER_FIRES   | names no date that exists",
                "0 0 31 4,6,9,11 *   | NEVER_FIRES   | names no date that exists",
            })
    void refusesWhatItCannotComputeExactly(String expression, String code, String reason) {
        InvalidScheduleException refusal =
                catchThrowableOfType(InvalidScheduleException.class, () -> cron(expression, "UTC"));
        assertThat(refusal).as(expression).isNotNull().hasMessageContaining(reason);
        assertThat(refusal.field()).isEqualTo("expression");
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    }

    @Test
    void acceptsAnImpossibleDateThatADayOfTheWeekMakesPossible() {
        assertThat(cron("0 0 31 2 MON", "UTC").upcoming(Schedules.at("2026-01-01T00:00"), 1))
                .containsExactly(Schedules.at("2026-02-02T00:00"));
    }

    @Test
    void separatesFieldsByBlanksAndTabsOnly() {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> cron("0 2\n* * *", "UTC"))
                .withMessageContaining("has 4 fields");
    }

    @Test
    void refusesAnExpressionThatIsTooLong() {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> cron("1,".repeat(600) + "1 * * * *", "UTC"))
                .withMessageContaining("is 1209 characters long");
    }

    @Test
    void refusesATimeThatItsZoneSkipsEveryYear() {
        // the last Sunday of March, at a time that the clocks jump over on every last Sunday of March
        String expression = "30 2 25-31 3 */7";
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> cron(expression, "Europe/Berlin"))
                .withMessageContaining("Europe/Berlin skips")
                .extracting(InvalidScheduleException::code)
                .isEqualTo("NEVER_FIRES");
        assertThat(cron(expression, "Europe/London")).isNotNull();
        Schedules.assertFires(
                cron(expression, "Europe/Berlin", GapPolicy.SHIFT_FORWARD, null),
                "2026-01-01T00:00",
                "2026-03-29T03:00+02:00",
                "2027-03-28T03:00+02:00");
    }

    @Test
    void readsBackAStoredScheduleThatNewTimeZoneDataSilenced() {
        CronSchedule stored = new CronSchedule(
                "30 2 25-31 3 */7", CronDialect.UNIX, ZoneId.of("Europe/Berlin"), GapPolicy.SKIP, RepeatPolicy.FIRST);
        assertThat(stored.nextAfter(Schedules.at("2026-01-01T00:00"))).isEmpty();
    }
}
