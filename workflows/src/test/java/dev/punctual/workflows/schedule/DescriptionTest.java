package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
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

    @Test
    void describesTheOtherSchedules() {
        assertThat(new OneTimeSchedule(at("2026-12-01T01:00")).describe()).isEqualTo("once at 2026-12-01T01:00:00Z");
        assertThat(interval("PT2S")).isEqualTo("every 2 s");
        assertThat(interval("PT1H30M")).isEqualTo("every 1 h 30 min");
        assertThat(interval("P7DT0.000005S")).isEqualTo("every 7 d 5 µs");
        assertThat(interval("PT1.25S")).isEqualTo("every 1 s 250 ms");
    }

    private static String interval(String every) {
        return new IntervalSchedule(Duration.parse(every), at("2026-12-01T01:00")).describe();
    }
}
