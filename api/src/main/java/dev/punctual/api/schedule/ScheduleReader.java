package dev.punctual.api.schedule;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RRuleSchedule;
import dev.punctual.workflows.schedule.RepeatPolicy;
import dev.punctual.workflows.schedule.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a schedule. */
public final class ScheduleReader {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Set<String> TYPES = Set.of("once", "cron", "interval", "rrule");

    private final Instant now;
    private final @Nullable Schedule current;
    private final BoundsReader bounds;
    private final String hashSeed;

    /**
     * @param now what relative and missing instants count from
     * @param current what is replaced, whose anchor an interval of the same length keeps; null for none
     * @param hashSeed what a cron expression's H and the jitter are chosen by
     * @param calendars those that may be excluded
     */
    public ScheduleReader(Instant now, @Nullable Schedule current, String hashSeed, CalendarLookup calendars) {
        this.now = now;
        this.current = current;
        this.hashSeed = hashSeed;
        this.bounds = new BoundsReader(now, current, hashSeed, calendars);
    }

    /** The schedule, or null when a mistake was noted. */
    public @Nullable Schedule read(Fields fields) {
        String type = fields.text("type", 100);
        Schedule schedule = switch (type) {
            case null -> {
                if (!fields.has("type")) {
                    fields.missing("type", "choose once, cron, interval or rrule");
                }
                yield null;
            }
            case "once" -> once(fields);
            case "cron" -> cron(fields);
            case "interval" -> interval(fields);
            case "rrule" -> rrule(fields);
            default -> {
                fields.refuse("type", "CHOICE", "type is '%s'; choose once, cron, interval or rrule".formatted(type));
                yield null;
            }
        };
        if (type != null && TYPES.contains(type)) {
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
        BoundsReader.Bounds read = bounds.read(fields);
        if (expression == null || zone == null || (dialect == null && fields.has("dialect"))) {
            return null;
        }
        CronDialect spoken = dialect == null ? CronDialect.UNIX : dialect;
        return bounded(fields, read, zone, () -> CronSchedule.of(expression, spoken, zone, gap, repeat, hashSeed));
    }

    private @Nullable Schedule rrule(Fields fields) {
        String rule = fields.text("rule", 1_000);
        if (!fields.has("rule")) {
            fields.missing("rule", "write an RRULE such as FREQ=WEEKLY;BYDAY=MO,FR");
        }
        LocalDateTime start = LocalDateTimes.read(fields, "start");
        if (!fields.has("start")) {
            fields.missing("start", "write the first local time it may name, such as 2026-12-01T09:00");
        }
        List<LocalDateTime> exdates = LocalDateTimes.readAll(fields, "exdates", 1_000);
        ZoneId zone = zone(fields);
        GapPolicy gap = fields.choice("gap", GapPolicy.class);
        RepeatPolicy repeat = fields.choice("repeat", RepeatPolicy.class);
        BoundsReader.Bounds read = bounds.read(fields);
        if (rule == null || start == null || exdates == null || zone == null) {
            return null;
        }
        return bounded(fields, read, zone, () -> RRuleSchedule.of(rule, start, exdates, zone, gap, repeat));
    }

    private @Nullable Schedule interval(Fields fields) {
        Duration every = fields.duration("every", Duration.ofSeconds(1), LONGEST);
        if (!fields.has("every")) {
            fields.missing("every", "write a duration of PT1S or longer");
        }
        Instant anchor = fields.instant("anchor");
        IntervalMode mode = fields.choice("mode", IntervalMode.class);
        ZoneId zone = zone(fields);
        BoundsReader.Bounds read = bounds.read(fields);
        if (fields.has("timeZone") && !fields.has("exclude")) {
            fields.refuse(
                    "timeZone",
                    "CONTRADICTION",
                    "timeZone tells whose clock the calendars in exclude go by, and there are none; leave it out");
            return null;
        }
        if (every == null || (anchor == null && fields.has("anchor")) || (mode == null && fields.has("mode"))) {
            return null;
        }
        Instant from = anchor != null ? anchor : defaultAnchor(every);
        IntervalMode counted = mode == null ? IntervalMode.FIXED_RATE : mode;
        return bounded(fields, read, zone, () -> new IntervalSchedule(every, from, counted));
    }

    /** A replacement that says nothing of the anchor does not move the fires. */
    private Instant defaultAnchor(Duration every) {
        Schedule rule = current instanceof BoundedSchedule bounded ? bounded.rule() : current;
        return rule instanceof IntervalSchedule before && before.every().equals(every) ? before.anchor() : now;
    }

    static @Nullable ZoneId zone(Fields fields) {
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

    private @Nullable Schedule bounded(
            Fields fields, BoundsReader.Bounds read, @Nullable ZoneId zone, Supplier<Schedule> rule) {
        return zone == null || !read.complete() ? null : build(fields, () -> bounds.bound(rule.get(), zone, read));
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
