package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What calendars leave of a rule's instants within its bounds. Every question is about instants from {@code startAt} on. */
abstract class PlacedInstants {
    /** As many closed days and minutes are passed over before a schedule counts as over: 400 years of closed days. */
    static final int MOST_STEPS = 150_000;

    final BoundedSchedule schedule;

    PlacedInstants(BoundedSchedule schedule) {
        this.schedule = schedule;
    }

    /** The first one after this instant. */
    abstract Optional<Instant> after(Instant instant);

    /** Why an instant of the rule does not fire; null when it does. */
    abstract @Nullable String dropped(Instant nominal);

    /** The instants of the rule that became this placed one. */
    abstract List<Instant> origins(Instant at);

    /** What is to be said of a placed instant; empty for nothing. */
    abstract Optional<String> note(Instant at);

    /** The next instant of the rule within bounds. */
    final Optional<Instant> nominalAfter(Instant instant) {
        Instant end = schedule.endAt();
        return schedule.rule().nextAfter(instant).filter(next -> end == null || next.isBefore(end));
    }

    final Optional<Exclusion> nextExcluded(Instant after, Instant before) {
        Optional<Instant> next = nominalAfter(after);
        while (next.isPresent() && next.get().isBefore(before)) {
            String why = dropped(next.get());
            if (why != null) {
                return Optional.of(new Exclusion(next.get(), why));
            }
            next = nominalAfter(next.get());
        }
        return Optional.empty();
    }

    final LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, schedule.timeZone());
    }

    final @Nullable NamedCalendar excluding(LocalDateTime time) {
        for (NamedCalendar calendar : schedule.exclude()) {
            if (calendar.calendar().excludes(time)) {
                return calendar;
            }
        }
        return null;
    }

    final @Nullable NamedCalendar closing(LocalDate day) {
        for (NamedCalendar calendar : schedule.exclude()) {
            if (calendar.calendar().excludesDay(day)) {
                return calendar;
            }
        }
        return null;
    }

    static String by(NamedCalendar calendar) {
        return "excluded by calendar " + calendar.name();
    }
}
