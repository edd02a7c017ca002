package dev.punctual.workflows.schedule.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** What one calendar excludes and another does not. */
public record DifferenceCalendar(Calendar of, Calendar without) implements Calendar {
    public DifferenceCalendar {
        UnionCalendar.checkDepth("of", List.of(of, without));
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        return of.excludes(time) && !without.excludes(time);
    }

    @Override
    public boolean excludesDay(LocalDate day) {
        return of.excludesDay(day) && !without.touches(day);
    }

    @Override
    public boolean touches(LocalDate day) {
        return of.touches(day) && !without.excludesDay(day);
    }

    @Override
    public int entries() {
        return of.entries() + without.entries();
    }

    @Override
    public int depth() {
        return 1 + Math.max(of.depth(), without.depth());
    }
}
