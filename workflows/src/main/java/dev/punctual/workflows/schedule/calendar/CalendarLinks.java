package dev.punctual.workflows.schedule.calendar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Which calendars are made of which, and what follows from a change of one of them. Pure.
 *
 * @param parts of each calendar that there is, the names in its definition
 */
public record CalendarLinks(Map<String, Set<String>> parts) {
    /** As many holidays, spans and other items may come together in one calendar, its parts included. */
    public static final int MOST_ENTRIES = 10_000;

    /** The calendar itself and all that are made of it, each after those it is made of. */
    public SequencedSet<String> madeOf(String name) {
        List<String> found = new ArrayList<>();
        addMadeOf(name, found, new HashSet<>());
        return new LinkedHashSet<>(found.reversed());
    }

    private void addMadeOf(String name, List<String> found, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        parts.forEach((other, names) -> {
            if (names.contains(name)) {
                addMadeOf(other, found, seen);
            }
        });
        found.add(name);
    }

    /** The calendars whose definition names this one. */
    public List<String> namedBy(String name) {
        return parts.entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * What a definition makes of the calendar and of all that are made of it, each after those it is made of.
     *
     * @param definitions of the calendars that are made of this one
     * @param values of the calendars that stay as they are
     * @throws InvalidPartException when the definition names a calendar that there is not, or that is made of this one, or
     *     one of them becomes too large
     */
    public Map<String, Calendar> revise(
            String name,
            CalendarDefinition definition,
            Function<String, CalendarDefinition> definitions,
            Function<String, Calendar> values) {
        SequencedSet<String> revised = madeOf(name);
        for (String part : definition.names()) {
            if (revised.contains(part)) {
                throw new InvalidPartException(
                        part,
                        "CYCLE",
                        part.equals(name)
                                ? "calendar '%s' would be made of itself; leave it out".formatted(name)
                                : "calendar '%s' is itself made of '%s'; leave it out".formatted(part, name));
            }
            if (!parts.containsKey(part)) {
                throw new InvalidPartException(
                        part,
                        "UNKNOWN_CALENDAR",
                        "there is no calendar '%s'; create it first, or leave it out".formatted(part));
            }
        }
        Map<String, Calendar> made = new LinkedHashMap<>();
        for (String each : revised) {
            CalendarDefinition own = each.equals(name) ? definition : definitions.apply(each);
            made.put(each, resolve(name, each, own, part -> {
                Calendar here = made.get(part);
                return here == null ? values.apply(part) : here;
            }));
        }
        return made;
    }

    private static Calendar resolve(
            String changed, String name, CalendarDefinition definition, Function<String, Calendar> named) {
        String concerning = name.equals(changed) ? "" : "calendar '%s', which is made of it: ".formatted(name);
        Calendar calendar;
        try {
            calendar = definition.resolve(named);
        } catch (InvalidCalendarException e) {
            throw new InvalidPartException("", "TOO_DEEP", concerning + e.getMessage());
        }
        if (calendar.entries() > MOST_ENTRIES) {
            throw new InvalidPartException(
                    "",
                    "TOO_MANY",
                    "%sit comes to %d holidays, spans and other items with all of its parts; at most %d are allowed"
                            .formatted(concerning, calendar.entries(), MOST_ENTRIES));
        }
        return calendar;
    }
}
