package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronCanonicalTest {
    private static final List<CronDialect> DIALECTS = List.of(CronDialect.values());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIX   | 0 2 * * MON-FRI          | 0 2 * * 1-5",
                "UNIX   | @hourly                  | 0 * * * *",
                "UNIX   | */15 0-23 * jan,FEB,12 * | 0,15,30,45 0-23 * 1,2,12 *",
                "UNIX   | 0 */6,7 * * *            | 0 */6,7 * * *",
                "UNIX   | 0 *,5 * * *              | 0 * * * *",
                "UNIX   | 0 0 13 * 5               | 0 0 13 * 5",
                "UNIX   | 0 0 1-31 * 5             | 0 0 1-31 * 5",
                "UNIX   | 0 0 */2 * MON            | 0 0 */2 * 1",
                "UNIX   | 0 0 13 * */5             | 0 0 13 * */5",
                "UNIX   | 0 0 1,5 * */7            | 0 0 1,5 * */7",
                "UNIX   | 0 0 */2,4 * */3          | 0 0 */2,4 * 0,3,6",
                "UNIX   | 0 0 * * 5-7              | 0 0 * * 0,5,6",
                "QUARTZ | 0 0 2 ? * MON-FRI        | 0 0 2 ? * 2-6",
                "QUARTZ | 0 0 2 * * ? *            | 0 0 2 * * ?",
                "QUARTZ | */30 * */12 ? * *        | 0,30 * */12 * * ?",
                "QUARTZ | 0 0 22-2 L,15W,L-3W,LW * ? 2026-2030/2 | 0 0 0-2,22,23 15W,L,LW,L-3W * ? 2026,2028,2030",
                "QUARTZ | 0 0 2 ? * FRI#2,SUN,MONL | 0 0 2 ? * 1,2L,6#2",
                "SPRING | 0 0 2 * * ?              | 0 0 2 * * *",
                "SPRING | 0 0 2 L,1 * FRIL,MON#1   | 0 0 2 1,L * 5L,1#1",
                "SPRING | 0 0 */24 * * *           | 0 0 */24 * * *",
                "SPRING | 0 0 0 * * */2            | 0 0 0 * * 0,1,3,5",
            })
    void printsWhatTheExpressionMeans(CronDialect dialect, String expression, String canonical) {
        CronSchedule schedule = CronSchedule.of(expression, dialect, ZoneId.of("UTC"), null, null);
        assertThat(schedule.canonical()).isEqualTo(canonical);
        CronSchedule again = CronSchedule.of(canonical, dialect, ZoneId.of("UTC"), null, null);
        assertThat(again.canonical()).isEqualTo(canonical);
        assertThat(again.describe()).isEqualTo(schedule.describe());
        assertThat(again.repeat()).isEqualTo(schedule.repeat());
    }

    @Test
    void printsAnEquivalentOfEveryRandomExpression() {
        Random random = new Random(42);
        int accepted = 0;
        for (int tried = 0; tried < 20_000; tried++) {
            CronDialect dialect = DIALECTS.get(random.nextInt(DIALECTS.size()));
            String expression = RandomCron.expression(random, dialect);
            CronSchedule schedule;
            try {
                schedule = CronSchedule.of(expression, dialect, ZoneId.of("Europe/Berlin"), null, null);
            } catch (InvalidScheduleException refusal) {
                continue;
            }
            accepted++;
            CronSchedule again = CronSchedule.of(schedule.canonical(), dialect, ZoneId.of("Europe/Berlin"), null, null);
            Instant start = at("2026-01-01T00:00").plusSeconds(random.nextInt(366 * 86_400));
            List<Instant> fires = schedule.upcoming(start, 5);
            assertThat(again.upcoming(start, 5))
                    .as(expression + " as " + again.expression())
                    .isEqualTo(fires);
            assertThat(again.repeat()).as(expression).isEqualTo(schedule.repeat());
            assertThat(again.canonical()).as(expression).isEqualTo(again.expression());
            assertThat(again.describe()).as(expression).isEqualTo(schedule.describe());
        }
        assertThat(accepted).isGreaterThan(5_000);
    }
}
