package dev.punctual.api.schedule;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RepeatPolicy;
import dev.punctual.workflows.schedule.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a schedule. */
public final class ScheduleReader {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Instant now;
    private final @Nullable Schedule current;
    private final String hashSeed;

    /**
     * @param now what relative and missing instants count from
     * @param current what is replaced, whose anchor an interval of the same length keeps; null for none
     * @param hashSeed what a cron expression's H is chosen by
     */
    public ScheduleReader(Instant now, @Nullable Schedule current, String hashSeed) {
        this.now = now;
        this.current = current;
        this.hashSeed = hashSeed;
    }

    /** The schedule, or null when a mistake was noted. */
    public @Nullable Schedule read(Fields fields) {
        String type = fields.text("type", 100);
        Schedule schedule = switch (type) {
            case null -> {
                if (!fields.has("type")) {
                    fields.missing("type", "choose once, cron or interval");
                }
                yield null;
            }
            case "once" -> once(fields);
            case "cron" -> cron(fields);
            case "interval" -> interval(fields);
            case "rrule" -> {
                fields.refuse("type", "UNSUPPORTED", "rrule is not supported yet; use cron or interval");
                yield null;
            }
            default -> {
                fields.refuse("type", "CHOICE", "type is '%s'; choose once, cron or interval".formatted(type));
                yield null;
            }
        };
        if (type != null && (type.equals("once") || type.equals("cron") || type.equals("interval"))) {
            fields.end();
        }
        return schedule;
    }

    private @Nullable Schedule once(Fields fields) {
        Instant at = fields.instant("at");
        Duration delay = fields.duration("delay", Duration.ZERO, LONGEST);
        if (fields.has("at") && fields.has("delay")) {
            fields.refuse(
                    "delay", "CONTRADICTION", "at and delay are both given; send one of them, or neither for now");
            return null;
        }
        if ((at == null && fields.has("at")) || (delay == null && fields.has("delay"))) {
            return null;
        }
        Instant instant = at != null ? at : delay != null ? now.plus(delay) : now;
        return build(fields, () -> new OneTimeSchedule(instant));
    }

    private @Nullable Schedule cron(Fields fields) {
        String expression = fields.text("expression", 500);
        if (!fields.has("expression")) {
            fields.missing("expression", "write fields such as '0 2 * * MON-FRI'");
        }
        CronDialect dialect = fields.choice("dialect", CronDialect.class);
        ZoneId zone = zone(fields);
        GapPolicy gap = fields.choice("gap", GapPolicy.class);
        RepeatPolicy repeat = fields.choice("repeat", RepeatPolicy.class);
        unsupportedBounds(fields);
        if (expression == null || zone == null || (dialect == null && fields.has("dialect"))) {
            return null;
        }
        CronDialect spoken = dialect == null ? CronDialect.UNIX : dialect;
        return build(fields, () -> CronSchedule.of(expression, spoken, zone, gap, repeat, hashSeed));
    }

    private @Nullable Schedule interval(Fields fields) {
        Duration every = fields.duration("every", Duration.ofSeconds(1), LONGEST);
        if (!fields.has("every")) {
            fields.missing("every", "write a duration of PT1S or longer");
        }
        Instant anchor = fields.instant("anchor");
        String mode = fields.text("mode", 100);
        if ("FIXED_DELAY".equals(mode)) {
            fields.refuse("mode", "UNSUPPORTED", "FIXED_DELAY is not supported yet; use FIXED_RATE");
        } else if (mode != null && !mode.equals("FIXED_RATE")) {
            fields.refuse("mode", "CHOICE", "mode is '%s'; use FIXED_RATE".formatted(mode));
        }
        unsupportedBounds(fields);
        if (every == null || (anchor == null && fields.has("anchor"))) {
            return null;
        }
        Instant from = anchor != null ? anchor : defaultAnchor(every);
        return build(fields, () -> new IntervalSchedule(every, from));
    }

    /** A replacement that says nothing of the anchor does not move the fires. */
    private Instant defaultAnchor(Duration every) {
        return current instanceof IntervalSchedule before && before.every().equals(every) ? before.anchor() : now;
    }

    private static @Nullable ZoneId zone(Fields fields) {
        String name = fields.text("timeZone", 100);
        if (name == null) {
            return fields.has("timeZone") ? null : ZoneId.of("UTC");
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            fields.refuse(
                    "timeZone",
                    "TIME_ZONE",
                    "timeZone is '%s', which is not known; use an IANA name such as Europe/Berlin".formatted(name));
            return null;
        }
    }

    private static void unsupportedBounds(Fields fields) {
        fields.unsupported("startAt", "create or resume the task at that time");
        fields.unsupported("endAt", "cancel the task at that time");
        fields.unsupported("maxFires", "cancel the task after so many fires");
        fields.unsupported("jitter", "choose another minute or second");
        fields.unsupported("exclude", "pause the task on those days");
    }

    private static @Nullable Schedule build(Fields fields, Supplier<Schedule> builder) {
        try {
            return builder.get();
        } catch (InvalidScheduleException e) {
            fields.refuse(e.field(), e.code(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
