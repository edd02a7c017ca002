package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The instants of a rule that no calendar excludes. */
final class OpenInstants extends PlacedInstants {
    OpenInstants(BoundedSchedule schedule) {
        super(schedule);
    }

    @Override
    Optional<Instant> after(Instant instant) {
        Optional<Instant> next = nominalAfter(instant);
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (next.isEmpty() || schedule.exclude().isEmpty()) {
                return next;
            }
            LocalDateTime time = local(next.get());
            if (excluding(time) == null) {
                return next;
            }
            next = nominalAfter(endOfExclusion(time, next.get()));
        }
        return Optional.empty();
    }

    /** The last moment of the closed day, or of the closed minute, as exclusions are never finer. */
    private Instant endOfExclusion(LocalDateTime time, Instant excluded) {
        Instant end = closing(time.toLocalDate()) == null
                ? excluded.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60)
                : time.toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(schedule.timeZone())
                        .toInstant();
        Instant last = end.minusNanos(1_000);
        // a zone whose offset has seconds, or whose midnight comes twice
        return last.isAfter(excluded) && excluding(local(last)) != null ? last : excluded;
    }

    @Override
    @Nullable
    String dropped(Instant nominal) {
        NamedCalendar calendar = excluding(local(nominal));
        return calendar == null ? null : by(calendar);
    }

    @Override
    List<Instant> origins(Instant at) {
        return List.of(at);
    }

    @Override
    Optional<String> note(Instant at) {
        return schedule.rule().note(at);
    }
}
