package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static dev.punctual.workflows.schedule.Schedules.quartz;
import static dev.punctual.workflows.schedule.Schedules.spring;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *              | Every minute",
                "*/5 * * * *            | Every 5 minutes",
                "0-59/5 0-23 * * *      | Every 5 minutes",
                "0 * * * *              | Every hour",
                "5 * * * *              | At minute 5 of every hour",
                "5,35 * * * *           | At minutes 5 and 35 of every hour",
                "*/7 * * * *            | At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour",
                "0 */2 * * *            | Every 2 hours",
                "15 */2 * * *           | At minute 15 of every 2 hours from 00:00",
                "*/10 */6 * * *         | Every 10 minutes of every 6 hours from 00:00",
                "0 2 * * *              | At 02:00",
                "0 2,14 * * *           | At 02:00 and 14:00",
                "0 0,12 * * *           | Every 12 hours",
                "0,30 9 * * *           | At 09:00 and 09:30",
                "*/5 9-17 * * *         | Every 5 minutes from 09:00 through 17:55",
                "* 2 * * *              | Every minute from 02:00 through 02:59",
                "15 9-17 * * *          | Every hour from 09:15 through 17:15",
                "0 9-17 * * MON-FRI     | Every hour from 09:00 through 17:00, Monday through Friday",
                "*/20 1,5,7 * * *       | Every 20 minutes of hours 1, 5 and 7",
                "1-5,10 1,5,7 * * *     | At minutes 1 through 5 and 10 of hours 1, 5 and 7",
                "0 2 * * MON-FRI        | At 02:00, Monday through Friday",
                "0 2 * * 1              | At 02:00, on Monday",
                "0 2 * * 6,0            | At 02:00, on Saturday and Sunday",
                "0 2 * * 1,3-5          | At 02:00, on Monday and Wednesday through Friday",
                "0 2 1 * *              | At 02:00, on day 1 of the month",
                "0 2 1,15 * *           | At 02:00, on days 1 and 15 of the month",
                "0 2 29-31 * *          | At 02:00, on days 29 through 31 of the month",
                "@yearly                | At 00:00, on January 1",
                "0 0 1 1,7 *            | At 00:00, on day 1 of the month, in January and July",
                "0 0 * 6-8 *            | At 00:00, in June through August",
                "0 0 * 6 MON            | At 00:00, on Monday, in June",
                "0 0 13 * 5             | At 00:00, on day 13 of the month, and on Friday",
                "0 0 1-31 * 5           | At 00:00",
                "0 0 */15 * MON         | At 00:00, on days 1, 16 and 31 of the month, but only on Monday",
                "0 0 */15 * */2         | At 00:00, on days 1, 16 and 31 of the month, but only on Tuesday, Thursday, Saturday and Sunday",
            })
    void readsWell(String expression, String description) {
        assertThat(cron(expression, "Europe/Berlin").describe()).isEqualTo(description + " (Europe/Berlin)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * * ?                  | Every second",
                "*/10 * * * * ?               | Every 10 seconds",
                "30 * * * * ?                 | At second 30 of every minute",
                "*/7 * * * * ?                | At seconds 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every minute",
                "*/10 */5 * * * ?             | Every 10 seconds of minutes 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50 and 55 of every hour",
                "*/10 * 9-17 * * ?            | Every 10 seconds of hours 9 through 17",
                "15,45 * 9 * * ?              | At seconds 15 and 45 of every minute of hour 9",
                "0/30 0 2 * * ?               | At 02:00:00 and 02:00:30",
                "5 0 2 * * ?                  | At 02:00:05",
                "0 0 2 * * ?                  | At 02:00",
                "0 */5 9-17 ? * MON-FRI       | Every 5 minutes from 09:00 through 17:55, Monday through Friday",
                "0 0 2 L * ?                  | At 02:00, on the last day of the month",
                "0 0 2 L-3 * ?                | At 02:00, on the third day before the last of the month",
                "0 0 2 LW * ?                 | At 02:00, on the last weekday of the month",
                "0 0 2 L-1W * ?               | At 02:00, on the weekday nearest to the first day before the last of the month",
                "0 0 2 15W * ?                | At 02:00, on the weekday nearest to day 15 of the month",
                "0 0 2 1,15,L,LW 6 ?          | At 02:00, on days 1 and 15, and the last day and the last weekday of the month, in June",
                "0 0 2 1 6 ?                  | At 02:00, on June 1",
                "0 0 2 ? * 6#3                | At 02:00, on the third Friday of the month",
                "0 0 2 ? * 6L                 | At 02:00, on the last Friday of the month",
                "0 0 2 ? * MON,6L,1#1         | At 02:00, on Monday, and the first Sunday and the last Friday of the month",
                "0 0 2 ? * SAT-SUN 2026       | At 02:00, on Saturday and Sunday, in the year 2026",
                "0 0 2 1 1 ? 2026-2028,2030   | At 02:00, on January 1, in the years 2026 through 2028 and 2030",
                "0 0 2 31 * ?                 | At 02:00, on day 31 of the month",
            })
    void readsWellInQuartz(String expression, String description) {
        assertThat(quartz(expression, "UTC").describe()).isEqualTo(description + " (UTC)");
    }

    @Test
    void saysThatSpringWantsBothDays() {
        assertThat(spring("0 0 2 13 * FRI", "UTC").describe())
                .isEqualTo("At 02:00, on day 13 of the month, but only on Friday (UTC)");
        assertThat(spring("0 0 2 1-7,LW * FRIL,MON", "UTC").describe())
                .isEqualTo(
                        "At 02:00, on days 1 through 7, and the last weekday of the month, but only on Monday, and the last"
                                + " Friday of the month (UTC)");
    }

    @Test
    void describesTheOtherSchedules() {
        assertThat(new OneTimeSchedule(at("2026-12-01T01:00")).describe()).isEqualTo("once at 2026-12-01 01:00 UTC");
        assertThat(interval("PT2S")).isEqualTo("every 2 s");
        assertThat(interval("PT1H30M")).isEqualTo("every 1 h 30 min");
        assertThat(interval("P7DT0.000005S")).isEqualTo("every 7 d 5 µs");
        assertThat(interval("PT1.25S")).isEqualTo("every 1 s 250 ms");
    }

    private static String interval(String every) {
        return new IntervalSchedule(Duration.parse(every), at("2026-12-01T01:00")).describe();
    }
}
