package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static dev.punctual.workflows.schedule.Schedules.hashed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What UNIX takes beyond Vixie cron: H and @every. */
class HashAndEveryTest {
    @Test
    void choosesTheSameForTheSameTaskForEver() {
        // these values must never change: they are when tasks fire
        assertThat(hashed("H H * * *", "default/nightly-report").canonical()).isEqualTo("52 20 * * *");
        assertThat(hashed("H/15 H(0-7) H * H", "default/nightly-report").canonical())
                .isEqualTo("7,22,37,52 4 21 * 6");
        assertThat(hashed("H H * * *", "default/nightly-backup").canonical()).isEqualTo("37 15 * * *");
    }

    @Test
    void doesNotChangeOneFieldWithAnother() {
        assertThat(hashed("H 5 * * *", "a/b").canonical().split(" ", -1)[0])
                .isEqualTo(hashed("H 6 1 * *", "a/b").canonical().split(" ", -1)[0]);
    }

    @Test
    void spreadsEvenlyAndStaysInItsRange() {
        Map<Integer, Integer> minutes = new HashMap<>();
        Set<Integer> hours = new TreeSet<>();
        Set<Integer> days = new TreeSet<>();
        Set<Integer> weekdays = new TreeSet<>();
        for (int task = 0; task < 6_000; task++) {
            String[] fields =
                    hashed("H H(1-4) H * *", "default/task-" + task).canonical().split(" ", -1);
            minutes.merge(Integer.parseInt(fields[0]), 1, Integer::sum);
            hours.add(Integer.parseInt(fields[1]));
            days.add(Integer.parseInt(fields[2]));
            weekdays.add(Integer.parseInt(
                    hashed("0 0 * * H", "default/task-" + task).canonical().split(" ", -1)[4]));
        }
        assertThat(minutes)
                .hasSize(60)
                .allSatisfy((minute, count) ->
                        assertThat(count).as("minute " + minute).isBetween(50, 150));
        assertThat(hours).containsExactly(1, 2, 3, 4);
        assertThat(days).hasSize(28).contains(1, 28).doesNotContain(29);
        assertThat(weekdays).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void stepsFromAHashedStart() {
        for (int task = 0; task < 100; task++) {
            String seed = "default/task-" + task;
            Instant first = hashed("H/20 * * * *", seed)
                    .nextAfter(at("2026-11-01T00:00:00Z").minusSeconds(1))
                    .orElseThrow();
            int minute = first.atOffset(ZoneOffset.UTC).getMinute();
            assertThat(minute).isBetween(0, 19);
            assertThat(hashed("H/20 * * * *", seed).upcoming(first, 3))
                    .containsExactly(first.plusSeconds(1200), first.plusSeconds(2400), first.plusSeconds(3600));
            String hours = hashed("0 H(9-17)/4 * * *", seed).canonical().split(" ", -1)[1];
            assertThat(hours).isIn("9,13,17", "10,14", "11,15", "12,16");
        }
    }

    @Test
    void countsHashedHoursAsFixed() {
        assertThat(hashed("0 H/2 * * *", "a/b").repeat()).isEqualTo(RepeatPolicy.FIRST);
        assertThat(hashed("H * * * *", "a/b").repeat()).isEqualTo(RepeatPolicy.BOTH);
    }

    @Test
    void keepsTheSeedOnlyWhereItMatters() {
        assertThat(hashed("0 2 * * THU", "a/b")).isEqualTo(cron("0 2 * * THU", "UTC"));
        assertThat(hashed("0 2 * * THU", "a/b").hashSeed()).isNull();
        assertThat(hashed("h 2 * * THU", "a/b").hashSeed()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "H(0-60) * * * *   | CRON_RANGE  | 60 is out of range",
                "H(30-10) * * * *  | CRON_RANGE  | runs backwards",
                "0 0 * * H(0-8)    | CRON_RANGE  | 8 is out of range",
                "H/0 * * * *       | CRON_STEP   | use 2 to 60",
                "H/1 * * * *       | CRON_STEP   | or H alone for one value",
                "H/61 * * * *      | CRON_STEP   | use 2 to 60",
                "H(0-9)/11 * * * * | CRON_STEP   | use 2 to 10",
                "H(5) * * * *      | CRON_SYNTAX | cannot be read",
                "H- * * * *        | CRON_SYNTAX | cannot be read",
                "HH * * * *        | CRON_SYNTAX | cannot be read",
                "H-5 * * * *       | CRON_SYNTAX | cannot be read",
            })
    void refusesWhatHDoesNotTake(String expression, String code, String reason) {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> hashed(expression, "a/b"))
                .withMessageContaining(reason)
                .extracting(InvalidScheduleException::code)
                .isEqualTo(code);
    }

    @Test
    void firesEverySoOftenOnRealTime() {
        assertFires(cron("@every 90m", "UTC"), "1970-01-01T00:00", "1970-01-01T01:30", "1970-01-01T03:00");
        assertFires(cron("@every 90m", "UTC"), "2026-11-01T00:00", "2026-11-01T01:30", "2026-11-01T03:00");
        assertFires(cron("@every 1h", "Asia/Kathmandu"), "2026-11-01T00:30", "2026-11-01T01:00", "2026-11-01T02:00");
        // no regard for the clocks
        assertFires(
                cron("@every 30m", "Europe/Berlin", GapPolicy.SHIFT_FORWARD, RepeatPolicy.FIRST),
                "2026-10-25T02:30+02:00",
                "2026-10-25T02:00+01:00",
                "2026-10-25T02:30+01:00");
        assertFires(cron("@EVERY 1d2H3m4s", "UTC"), "1970-01-01T00:00", "1970-01-02T02:03:04", "1970-01-03T04:06:08");
        assertFires(cron("@every 10s", "UTC"), "2026-11-01T00:00:01.5Z", "2026-11-01T00:00:10", "2026-11-01T00:00:20");
        assertFires(cron("@every 1h", "UTC"), "-999999999-01-01T00:00:00Z", "0001-01-01T00:00");
        assertThat(cron("@every 1h", "UTC").nextAfter(at("9999-12-31T23:00"))).isEmpty();
        assertThat(cron("@every 90m", "UTC").describe()).isEqualTo("Every 1 h 30 min, counted from 1970-01-01T00:00Z");
        assertThat(cron("@every 90m", "UTC").canonical()).isEqualTo("@every 5400s");
        assertThat(cron("@every 90m", "UTC").repeat()).isEqualTo(RepeatPolicy.BOTH);
    }
}
