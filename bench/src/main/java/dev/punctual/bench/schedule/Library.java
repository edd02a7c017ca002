package dev.punctual.bench.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.punctual.workflows.schedule.CronSchedule;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Who is measured. Each takes an {@link Instant} and answers one, so conversions at the edge are in its figures. */
public enum Library {
    PUNCTUAL("Punctual") {
        @Override
        Timetable read(Texts texts, ZoneId zone) {
            CronSchedule schedule = CronSchedule.of(texts.punctual(), texts.dialect(), zone, null, null);
            return after -> schedule.nextAfter(after).orElse(null);
        }
    },
    SPRING("Spring") {
        @Override
        Timetable read(Texts texts, ZoneId zone) {
            CronExpression expression = CronExpression.parse(texts.spring());
            return after -> {
                ZonedDateTime next = expression.next(after.atZone(zone));
                return next == null ? null : next.toInstant();
            };
        }
    },
    QUARTZ("Quartz") {
        @Override
        Timetable read(Texts texts, ZoneId zone) {
            org.quartz.CronExpression expression;
            try {
                expression = new org.quartz.CronExpression(texts.quartz());
            } catch (ParseException e) {
                throw new IllegalArgumentException(e);
            }
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return after -> {
                Date next = expression.getNextValidTimeAfter(Date.from(after));
                return next == null ? null : next.toInstant();
            };
        }
    },
    CRON_UTILS("cron-utils") {
        @Override
        Timetable read(Texts texts, ZoneId zone) {
            ExecutionTime times = ExecutionTime.forCron(CRON_UTILS_PARSER.parse(texts.quartz()));
            return after -> times.nextExecution(after.atZone(zone))
                    .map(ZonedDateTime::toInstant)
                    .orElse(null);
        }
    };

    private static final CronParser CRON_UTILS_PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

    final String title;

    Library(String title) {
        this.title = title;
    }

    /** A compiled expression in a zone. */
    interface Timetable {
        /** The next instant, or null when the library finds none. */
        @Nullable
        Instant next(Instant after);
    }

    /** Reads an expression, with all that the library checks by doing so. */
    abstract Timetable read(Texts texts, ZoneId zone);
}
