package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.util.Optional;

/** One instant, cut to microseconds. A task created after it is due at once. */
public record OneTimeSchedule(Instant at) implements Schedule {
    public OneTimeSchedule {
        at = Instants.accept("at", at);
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        return at.isAfter(instant) ? Optional.of(at) : Optional.empty();
    }

    @Override
    public Optional<Instant> firstFor(Instant createdAt) {
        return Optional.of(at);
    }

    @Override
    public String describe() {
        return "once at " + Instants.words(at);
    }
}
