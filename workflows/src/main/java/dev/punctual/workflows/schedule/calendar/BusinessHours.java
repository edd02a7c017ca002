package dev.punctual.workflows.schedule.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;

/** Hours in which a business is open; nothing fires outside them. */
public record BusinessHours(List<Open> open) implements Calendar {
    private static final int MOST = 100;

    public BusinessHours {
        open = List.copyOf(open);
        if (open.size() > MOST) {
            throw new InvalidCalendarException(
                    "open", "open has %d spans; at most %d are allowed".formatted(open.size(), MOST));
        }
    }

    /**
     * A span of one day of the week, to the minute.
     *
     * @param day of the week
     * @param from the first minute
     * @param until the first minute after it; 00:00 for the end of the day
     */
    public record Open(DayOfWeek day, LocalTime from, LocalTime until) {
        public Open {
            if (from.toSecondOfDay() % 60 != 0 || until.toSecondOfDay() % 60 != 0) {
                throw new InvalidCalendarException("from", "%s to %s: use whole minutes".formatted(from, until));
            }
            if (!until.equals(LocalTime.MIDNIGHT) && !until.isAfter(from)) {
                throw new InvalidCalendarException(
                        "until",
                        "until is %s, not after from %s; write a span over midnight as two".formatted(until, from));
            }
        }

        boolean holds(LocalTime time) {
            return !time.isBefore(from) && (until.equals(LocalTime.MIDNIGHT) || time.isBefore(until));
        }
    }

    @Override
    public boolean excludes(LocalDateTime time) {
        for (Open span : open) {
            if (span.day() == time.getDayOfWeek() && span.holds(time.toLocalTime())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean excludesDay(LocalDate day) {
        return open.stream().noneMatch(span -> span.day() == day.getDayOfWeek());
    }

    @Override
    public int entries() {
        return open.size();
    }

    @Override
    public boolean touches(LocalDate day) {
        return open.stream()
                .noneMatch(span -> span.day() == day.getDayOfWeek()
                        && span.from().equals(LocalTime.MIDNIGHT)
                        && span.until().equals(LocalTime.MIDNIGHT));
    }
}
