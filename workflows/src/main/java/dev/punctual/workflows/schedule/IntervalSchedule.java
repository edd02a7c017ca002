package dev.punctual.workflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The anchor and every whole multiple of {@code every} after it: a fixed rate that never drifts, however long a run
 * takes or an outage lasts. Both values are cut to microseconds; {@code every} is at least one second.
 */
public record IntervalSchedule(Duration every, Instant anchor) implements Schedule {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(3_652_059);

    public IntervalSchedule {
        Duration asked = every;
        every = every.truncatedTo(ChronoUnit.MICROS);
        if (every.compareTo(SHORTEST) < 0) {
            throw new InvalidScheduleException(
                    "every",
                    "INTERVAL_TOO_SHORT",
                    "every is %s, shorter than one second; ask for PT1S or longer".formatted(asked));
        }
        if (every.compareTo(LONGEST) > 0) {
            throw new InvalidScheduleException(
                    "every",
                    "INTERVAL_TOO_LONG",
                    "every is %s, longer than the years 1 to 9999; use a one-time schedule".formatted(asked));
        }
        anchor = Instants.accept("anchor", anchor);
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        if (anchor.isAfter(instant)) {
            return Optional.of(anchor);
        }
        if (!instant.isBefore(Instants.LAST)) {
            return Optional.empty();
        }
        long from = Instants.toMicros(anchor);
        long step = every.toSeconds() * 1_000_000L + every.toNanosPart() / 1_000;
        long steps = (Instants.toMicros(instant) - from) / step + 1;
        Instant next = Instants.ofMicros(from + steps * step);
        return next.isAfter(Instants.LAST) ? Optional.empty() : Optional.of(next);
    }

    @Override
    public String describe() {
        return "every" + words(every);
    }

    /** The duration in its units, each with a blank before it. */
    static String words(Duration every) {
        StringBuilder text = new StringBuilder();
        append(text, every.toDays(), "d");
        append(text, every.toHoursPart(), "h");
        append(text, every.toMinutesPart(), "min");
        append(text, every.toSecondsPart(), "s");
        append(text, every.toMillisPart(), "ms");
        append(text, every.toNanosPart() / 1_000 % 1_000, "µs");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(' ').append(amount).append(' ').append(unit);
        }
    }
}
