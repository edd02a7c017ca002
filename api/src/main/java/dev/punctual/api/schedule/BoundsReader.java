package dev.punctual.api.schedule;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.BusinessDayRoll;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what bounds, thins out or shifts a recurring schedule. */
final class BoundsReader {
    private static final List<String> NAMES =
            List.of("startAt", "endAt", "maxFires", "jitter", "exclude", "businessDayRoll");

    private final Instant now;
    private final @Nullable Schedule current;
    private final String seed;
    private final CalendarLookup calendars;

    BoundsReader(Instant now, @Nullable Schedule current, String seed, CalendarLookup calendars) {
        this.now = now;
        this.seed = seed;
        this.current = current;
        this.calendars = calendars;
    }

    /**
     * What was read.
     *
     * @param complete false when a mistake was noted
     */
    record Bounds(
            boolean any,
            boolean complete,
            @Nullable Instant startAt,
            @Nullable Instant endAt,
            @Nullable Integer maxFires,
            @Nullable Duration jitter,
            List<NamedCalendar> exclude,
            @Nullable BusinessDayRoll roll) {}

    Bounds read(Fields fields) {
        Instant startAt = fields.instant("startAt");
        Instant endAt = fields.instant("endAt");
        Integer maxFires = fields.integer("maxFires", 1, BoundedSchedule.MOST_FIRES);
        Duration jitter = fields.duration("jitter", Duration.ZERO, BoundedSchedule.LONGEST_JITTER);
        List<NamedCalendar> exclude = exclude(fields);
        BusinessDayRoll roll = fields.choice("businessDayRoll", BusinessDayRoll.class);
        boolean complete = exclude != null
                && read(fields, "startAt", startAt)
                && read(fields, "endAt", endAt)
                && read(fields, "maxFires", maxFires)
                && read(fields, "jitter", jitter)
                && read(fields, "businessDayRoll", roll);
        return new Bounds(
                NAMES.stream().anyMatch(fields::has),
                complete,
                startAt,
                endAt,
                maxFires,
                jitter,
                exclude == null ? List.of() : exclude,
                roll);
    }

    private static boolean read(Fields fields, String name, @Nullable Object value) {
        return value != null || !fields.has(name);
    }

    private @Nullable List<NamedCalendar> exclude(Fields fields) {
        List<String> names = fields.list("exclude", BoundedSchedule.MOST_CALENDARS);
        if (names == null) {
            return null;
        }
        List<NamedCalendar> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<NamedCalendar> calendar = calendars.find(names.get(i));
            if (calendar.isPresent()) {
                found.add(calendar.get());
            } else {
                fields.refuseItem(
                        "exclude",
                        i,
                        "UNKNOWN_CALENDAR",
                        "there is no calendar '%s'; create it first, or leave it out".formatted(names.get(i)));
            }
        }
        return found.size() == names.size() ? found : null;
    }

    /**
     * The rule within these bounds; the rule itself when nothing bounds it.
     *
     * @param zone whose wall clock the calendars go by
     */
    Schedule bound(Schedule rule, ZoneId zone, Bounds bounds) {
        if (!bounds.any()) {
            return rule;
        }
        BoundedSchedule before = current instanceof BoundedSchedule bounded ? bounded : null;
        BoundedSchedule asked = new BoundedSchedule(
                rule,
                zone,
                bounds.startAt() != null ? bounds.startAt() : defaultStart(rule, before),
                bounds.endAt(),
                bounds.maxFires(),
                bounds.jitter(),
                // of an older release it may be another number
                before != null ? before.seed() : BoundedSchedule.seedOf(seed),
                bounds.exclude(),
                bounds.roll(),
                null);
        // what was counted out, perhaps under calendars of another time, stays
        return before != null && before.isAsked(asked) ? before : BoundedSchedule.of(asked);
    }

    /** A replacement that says nothing of it does not begin the count of its fires anew. */
    private Instant defaultStart(Schedule rule, @Nullable BoundedSchedule before) {
        return before != null && before.rule().equals(rule) ? before.startAt() : now;
    }
}
