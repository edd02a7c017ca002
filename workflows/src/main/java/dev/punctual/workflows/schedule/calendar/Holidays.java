package dev.punctual.workflows.schedule.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whole days without fires: single dates, ranges of dates, and days that come again. */
public record Holidays(List<Holiday> days) implements Calendar {
    /** As many holidays may stand in one calendar. */
    public static final int MOST = 5_000;

    private static final int MOST_YEARS = 5_000;
    private static final Map<Year, BitSet> YEARS = new ConcurrentHashMap<>();

    private record Year(Holidays holidays, int year) {}

    public Holidays {
        days = List.copyOf(days);
        if (days.size() > MOST) {
            throw new InvalidCalendarException(
                    "days", "days has %d holidays; at most %d are allowed".formatted(days.size(), MOST));
        }
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        return excludesDay(time.toLocalDate());
    }

    @Override
    public boolean excludesDay(LocalDate day) {
        return year(day.getYear()).get(day.getDayOfYear());
    }

    @Override
    public int entries() {
        return days.size();
    }

    @Override
    public boolean touches(LocalDate day) {
        return excludesDay(day);
    }

    private BitSet year(int year) {
        Year key = new Year(this, year);
        BitSet known = YEARS.get(key);
        if (known != null) {
            return known;
        }
        BitSet found = new BitSet(367);
        days.forEach(holiday -> holiday.eachDayOf(year, day -> found.set(day.getDayOfYear())));
        if (YEARS.size() >= MOST_YEARS) {
            // a cache, not a registry: what is still in use comes back with its next use
            YEARS.clear();
        }
        YEARS.put(key, found);
        return found;
    }

    /** Asked for with each instant, so not made of every holiday. */
    @Override
    public int hashCode() {
        return days.isEmpty()
                ? 0
                : days.size() * 31
                        + days.getFirst().hashCode() * 17
                        + days.getLast().hashCode();
    }
}
