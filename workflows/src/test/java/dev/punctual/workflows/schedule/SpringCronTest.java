package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.spring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of SPRING, one table each. */
class SpringCronTest {
    @Test
    void matchesBothDayFields() {
        assertFires(
                spring("0 0 0 13 * FRI", "UTC"),
                "2026-01-01T00:00",
                "2026-02-13T00:00",
                "2026-03-13T00:00",
                "2026-11-13T00:00");
        assertFires(
                spring("0 0 0 1-7,L * MON", "UTC"),
                "2026-07-01T00:00",
                "2026-07-06T00:00",
                "2026-08-03T00:00",
                "2026-08-31T00:00");
        assertFires(spring("0 0 0 ? * MON", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00", "2026-11-09T00:00");
        assertFires(spring("0 0 0 * * ?", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00");
        assertFires(spring("0 0 0 ? * ?", "UTC"), "2026-11-01T00:00", "2026-11-02T00:00");
    }

    @Test
    void knowsSundayAsZeroAndAsSeven() {
        for (String sunday : new String[] {"0", "7", "SUN", "sun", "0-0", "7-7", "SUN-SUN", "7/2"}) {
            assertFires(
                    spring("0 0 0 * * " + sunday, "UTC"), "2026-11-01T00:00", "2026-11-08T00:00", "2026-11-15T00:00");
        }
        assertFires(spring("0 0 0 * * SAT-SUN", "UTC"), "2026-11-01T00:00", "2026-11-07T00:00", "2026-11-08T00:00");
        assertFires(
                spring("0 0 0 * * 0/2", "UTC"),
                "2026-11-01T00:00",
                "2026-11-03T00:00",
                "2026-11-05T00:00",
                "2026-11-07T00:00",
                "2026-11-08T00:00");
    }

    @Test
    void wrapsFromSundayOnly() {
        for (String range : new String[] {"SUN-TUE", "7-2", "0-2"}) {
            assertFires(
                    spring("0 0 0 * * " + range, "UTC"),
                    "2026-11-01T00:00",
                    "2026-11-02T00:00",
                    "2026-11-03T00:00",
                    "2026-11-08T00:00");
        }
    }

    @Test
    void countsAStepOverTheWeekFromMonday() {
        assertFires(
                spring("0 0 0 * * */2", "UTC"),
                "2026-11-01T00:00",
                "2026-11-02T00:00",
                "2026-11-04T00:00",
                "2026-11-06T00:00",
                "2026-11-08T00:00",
                "2026-11-09T00:00");
        assertFires(
                spring("0 0 0 * * */3", "UTC"),
                "2026-11-01T00:00",
                "2026-11-02T00:00",
                "2026-11-05T00:00",
                "2026-11-08T00:00");
    }

    @Test
    void takesSpecialDaysAlsoInLists() {
        assertFires(
                spring("0 0 0 15W,L * *", "UTC"),
                "2026-08-01T00:00",
                "2026-08-14T00:00",
                "2026-08-31T00:00",
                "2026-09-15T00:00");
        assertFires(spring("0 0 0 LW,L-3 * *", "UTC"), "2026-01-01T00:00", "2026-01-28T00:00", "2026-01-30T00:00");
        assertFires(
                spring("0 0 0 * * MON#1,FRIL,0#2", "UTC"),
                "2026-11-01T00:00",
                "2026-11-02T00:00",
                "2026-11-08T00:00",
                "2026-11-27T00:00");
        assertFires(spring("0 0 0 * * 5L,7L", "UTC"), "2026-11-01T00:00", "2026-11-27T00:00", "2026-11-29T00:00");
        assertFires(spring("0 0 0 31W * *", "UTC"), "2026-05-01T00:00", "2026-05-29T00:00", "2026-07-31T00:00");
    }

    @Test
    void takesAnyStepAndNicknames() {
        assertFires(spring("0 */90 * * * *", "UTC"), "2026-11-01T00:00", "2026-11-01T01:00", "2026-11-01T02:00");
        assertFires(spring("0 20/20 0 * * *", "UTC"), "2026-11-01T00:00", "2026-11-01T00:20", "2026-11-01T00:40");
        assertFires(spring("@hourly", "UTC"), "2026-11-01T00:00", "2026-11-01T01:00");
        assertFires(spring("@weekly", "UTC"), "2026-11-01T00:00", "2026-11-08T00:00");
        assertFires(spring("@yearly", "UTC"), "2026-11-01T00:00", "2027-01-01T00:00");
    }

    @Test
    void findsARareDay() {
        assertFires(spring("0 0 0 29 2 MON", "UTC"), "2044-03-01T00:00", "2072-02-29T00:00", "2112-02-29T00:00");
        assertThat(spring("0 0 0 29 2 MON#5", "UTC").nextAfter(at("2026-01-01T00:00")))
                .contains(at("2044-02-29T00:00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 2 * * *          | CRON_FIELDS   | has 5 fields; SPRING takes six",
                "0 0 2 * * ? 2026   | CRON_FIELDS   | has 7 fields",
                "@every 5m          | UNSUPPORTED   | @every is for UNIX cron",
                "@sometimes         | CRON_NICKNAME | alone, or six fields",
                "0 0 2 * * FRI-MON  | CRON_RANGE    | runs backwards",
                "0 0 2 * * 5-1      | CRON_RANGE    | such as 5-7,1-1",
                "0 0 22-2 * * *     | CRON_RANGE    | runs backwards",
                "0 0 2 * NOV-FEB *  | CRON_RANGE    | runs backwards",
                "0 0 2 ?,1 * *      | UNSUPPORTED   | \"?\" has no meaning here",
                "? 0 2 * * *        | UNSUPPORTED   | \"?\" has no meaning here",
                "0 0 2 L-3W * *     | UNSUPPORTED   | \"L-3W\" is not SPRING; use LW or L-3",
                "0 0 2 * * L        | UNSUPPORTED   | \"L\" has no meaning here",
                "0 0 2 * * FRI#6    | CRON_RANGE    | use #1 to #5",
                "0 0 2 L-31 * *     | CRON_RANGE    | use L-30 at most",
                "0 0 2 * * 8        | CRON_RANGE    | use 0 to 7 or SUN to SAT",
                "0 H 2 * * *        | UNSUPPORTED   | \"H\" has no meaning here",
                "0 */0 2 * * *      | CRON_STEP     | a step of 0 leads nowhere",
                "0 0 2 13 * FRI#1   | NEVER_FIRES   | names no date that exists",
                "0 0 2 30 2 *       | NEVER_FIRES   | names no date that exists",
            })
    void refusesWhatItDoesNotTake(String expression, String code, String reason) {
        InvalidScheduleException refusal =
                catchThrowableOfType(InvalidScheduleException.class, () -> spring(expression, "UTC"));
        assertThat(refusal).as(expression).isNotNull().hasMessageContaining(reason);
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    }
}
