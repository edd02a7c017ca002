package dev.punctual.workflows.schedule.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** What any of several calendars excludes. */
public record UnionCalendar(List<Calendar> of) implements Calendar {
    /** The most calendars that one may be made of. */
    public static final int MOST = 50;

    /** So deep calendars may stand in each other. */
    public static final int DEEPEST = 8;

    public UnionCalendar {
        of = List.copyOf(of);
        if (of.size() > MOST) {
            throw new InvalidCalendarException(
                    "of", "of has %d calendars; at most %d are allowed".formatted(of.size(), MOST));
        }
        checkDepth("of", of);
    }

    static void checkDepth(String field, List<Calendar> parts) {
        if (parts.stream().anyMatch(part -> part.depth() >= DEEPEST)) {
            throw new InvalidCalendarException(
                    field, "calendars stand in each other more than %d deep; flatten them".formatted(DEEPEST));
        }
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        for (Calendar calendar : of) {
            if (calendar.excludes(time)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean excludesDay(LocalDate day) {
        return of.stream().anyMatch(calendar -> calendar.excludesDay(day));
    }

    @Override
    public boolean touches(LocalDate day) {
        return of.stream().anyMatch(calendar -> calendar.touches(day));
    }

    @Override
    public int entries() {
        return of.stream().mapToInt(Calendar::entries).sum();
    }

    @Override
    public int depth() {
        return 1 + of.stream().mapToInt(Calendar::depth).max().orElse(0);
    }
}
