package dev.punctual.workflows.schedule.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Days of the week without fires. */
public record WeeklyDays(List<DayOfWeek> days) implements Calendar {
    public WeeklyDays {
        days = days.stream().distinct().sorted().toList();
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        return excludesDay(time.toLocalDate());
    }

    @Override
    public boolean excludesDay(LocalDate day) {
        return days.contains(day.getDayOfWeek());
    }

    @Override
    public boolean touches(LocalDate day) {
        return excludesDay(day);
    }
}
