package dev.punctual.api.calendar;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.InvalidCalendarException;
import dev.punctual.workflows.schedule.calendar.UnionCalendar;
import dev.punctual.workflows.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a calendar's definition and notes all that is wrong with it. */
final class CalendarReader {
    /** What the server alone says; ignored in a request, so that what was read can be changed and sent back. */
    private static final List<String> OUTPUT_ONLY = List.of("version", "usedBy", "createTime", "updateTime");

    private static final String TYPES = "holidays, weeklyDays, businessHours, blackout, union or difference";
    private static final Set<String> KNOWN =
            Set.of("holidays", "weeklyDays", "businessHours", "blackout", "union", "difference");

    private final Errors errors = new Errors();
    private final Map<String, String> places = new HashMap<>();

    private CalendarReader() {}

    /**
     * What was read.
     *
     * @param places the pointer to each name of another calendar
     */
    record Read(CalendarDefinition definition, Map<String, String> places) {}

    /**
     * Reads the body of a request.
     *
     * @param name the calendar's, as the path has it
     */
    static Read read(JsonNode body, String name) {
        CalendarReader reader = new CalendarReader();
        Fields fields = Fields.of(body, "", reader.errors);
        String said = fields.text("name", 1_000);
        if (said != null && !said.equals(name)) {
            fields.refuse(
                    "name",
                    "NAME",
                    "name is '%s', but the path names '%s'; leave it out or make them the same".formatted(said, name));
        }
        fields.ignore(OUTPUT_ONLY);
        CalendarDefinition definition = body.isObject() ? reader.definition(fields, 1) : null;
        reader.errors.throwIfAny();
        if (definition == null) {
            throw new IllegalStateException("a calendar that could not be read without a mistake being noted");
        }
        return new Read(definition, reader.places);
    }

    /** The definition, or null when a mistake was noted. */
    private @Nullable CalendarDefinition definition(Fields fields, int depth) {
        String type = fields.text("type", 100);
        CalendarDefinition definition = switch (type) {
            case null -> {
                if (!fields.has("type")) {
                    fields.missing("type", "choose " + TYPES);
                }
                yield null;
            }
            case "holidays" -> whole(fields, DayReader.holidays(fields));
            case "weeklyDays" -> whole(fields, DayReader.weeklyDays(fields));
            case "businessHours" -> whole(fields, DayReader.businessHours(fields));
            case "blackout" -> whole(fields, DayReader.blackout(fields));
            case "union" -> union(fields, depth);
            case "difference" -> difference(fields, depth);
            default -> {
                fields.refuse("type", "CHOICE", "type is '%s'; choose %s".formatted(type, TYPES));
                yield null;
            }
        };
        if (type != null && KNOWN.contains(type)) {
            fields.end();
        }
        return definition;
    }

    private static @Nullable CalendarDefinition whole(Fields fields, @Nullable Supplier<Calendar> calendar) {
        if (calendar == null) {
            return null;
        }
        try {
            return new CalendarDefinition.Whole(calendar.get());
        } catch (InvalidCalendarException e) {
            fields.refuse(e.field(), "INVALID", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable CalendarDefinition union(Fields fields, int depth) {
        List<JsonNode> items = fields.items("of", UnionCalendar.MOST);
        if (!fields.has("of") || (items != null && items.isEmpty())) {
            fields.missing("of", "list the calendars that it is made of, by name or as they are");
            return null;
        }
        if (items == null) {
            return null;
        }
        List<CalendarDefinition> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            CalendarDefinition part = part(items.get(i), fields.pointer("of") + "/" + i, depth);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == items.size() ? new CalendarDefinition.Union(parts) : null;
    }

    private @Nullable CalendarDefinition difference(Fields fields, int depth) {
        CalendarDefinition of = part(fields, "of", depth);
        CalendarDefinition without = part(fields, "without", depth);
        return of == null || without == null ? null : new CalendarDefinition.Difference(of, without);
    }

    private @Nullable CalendarDefinition part(Fields fields, String field, int depth) {
        JsonNode value = fields.any(field);
        if (value == null) {
            fields.missing(field, "send a calendar, or the name of one");
            return null;
        }
        return part(value, fields.pointer(field), depth);
    }

    private @Nullable CalendarDefinition part(JsonNode value, String pointer, int depth) {
        if (value.isString()) {
            String name = value.stringValue();
            if (!TaskId.isName(name)) {
                errors.add(
                        pointer,
                        "UNKNOWN_CALENDAR",
                        "'%s' is no name of a calendar: use 1 to 63 lower-case letters, digits and inner hyphens"
                                .formatted(name));
                return null;
            }
            places.putIfAbsent(name, pointer);
            return new CalendarDefinition.Named(name);
        }
        if (depth >= UnionCalendar.DEEPEST) {
            errors.add(
                    pointer,
                    "TOO_DEEP",
                    "calendars stand in each other more than %d deep; flatten them".formatted(UnionCalendar.DEEPEST));
            return null;
        }
        if (!value.isObject()) {
            errors.add(pointer, "TYPE", "%s is no calendar; send an object, or the name of one".formatted(pointer));
            return null;
        }
        return definition(Fields.part(value, pointer, errors), depth + 1);
    }
}
