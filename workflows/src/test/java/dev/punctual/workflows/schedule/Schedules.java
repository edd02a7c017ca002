package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to write the tables of the schedule tests. */
final class Schedules {
    private Schedules() {}

    static CronSchedule cron(String expression, String zone) {
        return cron(expression, zone, null, null);
    }

    static CronSchedule cron(String expression, String zone, @Nullable GapPolicy gap, @Nullable RepeatPolicy repeat) {
        return CronSchedule.of(expression, CronDialect.UNIX, ZoneId.of(zone), gap, repeat);
    }

    static CronSchedule quartz(String expression, String zone) {
        return CronSchedule.of(expression, CronDialect.QUARTZ, ZoneId.of(zone), null, null);
    }

    static CronSchedule spring(String expression, String zone) {
        return CronSchedule.of(expression, CronDialect.SPRING, ZoneId.of(zone), null, null);
    }

    /** A UNIX expression with {@code H}. */
    static CronSchedule hashed(String expression, String seed) {
        return CronSchedule.of(expression, CronDialect.UNIX, ZoneId.of("UTC"), null, null, seed);
    }

    /**
     * Asserts the instants that follow the start. Instants are written with their offset; without one they are UTC.
     */
    static void assertFires(Schedule schedule, String start, String... expected) {
        List<Instant> instants = Arrays.stream(expected).map(Schedules::at).toList();
        assertThat(schedule.upcoming(at(start), expected.length))
                .as(schedule + " after " + start)
                .isEqualTo(instants);
    }

    static Instant at(String text) {
        return text.matches(".*T.*(Z|[+-][0-9:]+)")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(ZoneId.of("UTC")).toInstant();
    }
}
