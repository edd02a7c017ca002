package dev.punctual.bench.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Says by plain arithmetic when a definition is due. A fixed delay has no instants that could be foretold. */
final class Oracle {
    private Oracle() {}

    /** All instants after one moment and up to another; a one-time instant is due even if it was past from the beginning. */
    static NavigableSet<Instant> between(Definition definition, Instant after, Instant upTo) {
        NavigableSet<Instant> found = new TreeSet<>();
        switch (definition.kind()) {
            case "once" -> {
                if (!definition.at().isAfter(upTo)) {
                    found.add(micros(definition.at()));
                }
            }
            case "interval" -> {
                Duration every = definition.every();
                Instant next = micros(definition.anchor());
                if (!next.isAfter(after)) {
                    long steps = Duration.between(next, after).dividedBy(every);
                    next = next.plus(every.multipliedBy(steps + 1));
                }
                for (; !next.isAfter(upTo); next = next.plus(every)) {
                    found.add(next);
                }
            }
            case "cron" -> found.addAll(definition.cron().between(after, upTo));
            default -> {
                // a fixed delay follows its runs
            }
        }
        return found;
    }

    /** Whether the definition is due at exactly this instant. */
    static boolean isDue(Definition definition, Instant instant) {
        return switch (definition.kind()) {
            case "once" -> micros(definition.at()).equals(instant);
            case "interval" ->
                !instant.isBefore(micros(definition.anchor()))
                        && between(definition, instant.minusNanos(1_000), instant)
                                .contains(instant);
            case "cron" -> definition.cron().isDue(instant);
            default -> true;
        };
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
