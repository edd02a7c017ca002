package dev.punctual.workflows.schedule.calendar;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The local times at which nothing fires. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Holidays.class, name = "holidays"),
    @JsonSubTypes.Type(value = WeeklyDays.class, name = "weeklyDays"),
    @JsonSubTypes.Type(value = BusinessHours.class, name = "businessHours"),
    @JsonSubTypes.Type(value = Blackout.class, name = "blackout"),
    @JsonSubTypes.Type(value = UnionCalendar.class, name = "union"),
    @JsonSubTypes.Type(value = DifferenceCalendar.class, name = "difference")
})
public sealed interface Calendar
        permits Holidays, WeeklyDays, BusinessHours, Blackout, UnionCalendar, DifferenceCalendar {

    /** Whether nothing fires at this local time. */
    boolean excludes(LocalDateTime time);

    /** Whether it is no business day: nothing fires on all of it, and a fire on it may be moved to another day. */
    boolean excludesDay(LocalDate day);

    /** Whether nothing fires at some time of the day; may be true where it takes more than a look to tell. */
    boolean touches(LocalDate day);

    /** How many calendars it is made of, one inside the other; 1 when it is made of none. */
    default int depth() {
        return 1;
    }

    /** How many holidays, spans and other items it is made of. */
    default int entries() {
        return 1;
    }
}
