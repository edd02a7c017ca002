package dev.punctual.workflows.schedule.oracle;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.springframework.scheduling.support.CronExpression;

/** Another library that reads a dialect. */
enum Peer {
    CRON_UTILS_UNIX("cron-utils UNIX", Rules.UNIX) {
        @Override
        Timetable read(String expression, ZoneId zone) {
            return cronUtils(CronType.UNIX, expression, zone);
        }
    },
    CRON_UTILS_QUARTZ("cron-utils QUARTZ", Rules.QUARTZ) {
        @Override
        Timetable read(String expression, ZoneId zone) {
            return cronUtils(CronType.QUARTZ, expression, zone);
        }
    },
    CRON_UTILS_SPRING("cron-utils SPRING", Rules.SPRING) {
        @Override
        Timetable read(String expression, ZoneId zone) {
            return cronUtils(CronType.SPRING53, expression, zone);
        }
    },
    SPRING("Spring", Rules.SPRING) {
        @Override
        Timetable read(String expression, ZoneId zone) {
            CronExpression read = CronExpression.parse(expression);
            return after -> Optional.ofNullable(read.next(after.atZone(zone))).map(ZonedDateTime::toInstant);
        }
    },
    QUARTZ("Quartz", Rules.QUARTZ) {
        @Override
        Timetable read(String expression, ZoneId zone) {
            org.quartz.CronExpression read;
            try {
                read = new org.quartz.CronExpression(expression);
            } catch (ParseException e) {
                throw new IllegalArgumentException(e);
            }
            read.setTimeZone(TimeZone.getTimeZone(zone));
            return after -> Optional.ofNullable(read.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        }
    };

    final String title;
    final Rules rules;

    Peer(String title, Rules rules) {
        this.title = title;
        this.rules = rules;
    }

    /** A compiled expression in a zone. */
    interface Timetable {
        Optional<Instant> next(Instant after);
    }

    /**
     * Reads an expression as the library does.
     *
     * @throws RuntimeException when the library refuses it
     */
    abstract Timetable read(String expression, ZoneId zone);

    private static Timetable cronUtils(CronType type, String expression, ZoneId zone) {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
        ExecutionTime times = ExecutionTime.forCron(parser.parse(expression));
        return after -> times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    }
}
