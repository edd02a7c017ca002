package dev.punctual.api.stats;

import dev.punctual.api.json.Times;
import dev.punctual.api.web.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** A span of time in steps, as queries name it. */
public final class Steps {
    private Steps() {}

    /** The parameter {@code step}: a positive duration, or the default. */
    public static Duration read(Query query, Duration otherwise) {
        String text = query.text("step");
        if (text == null) {
            return otherwise;
        }
        try {
            Duration step = Times.duration(text);
            if (step.compareTo(Duration.ofMinutes(1)) >= 0) {
                return step;
            }
            query.refuse("step", "STEP", "step is '%s'; send PT1M or more".formatted(text));
        } catch (DateTimeException e) {
            query.refuse("step", "DURATION", "step " + e.getMessage());
        }
        return otherwise;
    }

    /** How many steps there are, the last one perhaps not whole; notes when they are none, or too many. */
    public static int check(Query query, Instant from, Instant to, Duration step, int most) {
        if (!from.isBefore(to)) {
            query.refuse("from", "RANGE", "from is %s, which is not before to, %s".formatted(from, to));
            return 1;
        }
        Duration span = Duration.between(from, to);
        // the quotient of a long span by the shortest step still fits
        long steps = (span.toMillis() + step.toMillis() - 1) / step.toMillis();
        if (steps > most) {
            query.refuse(
                    "step",
                    "TOO_MANY",
                    "from %s to %s are %d steps of %s; at most %d are answered: choose a longer step, or a shorter span"
                            .formatted(from, to, steps, Times.show(step), most));
            return 1;
        }
        return Math.toIntExact(Math.max(1, steps));
    }
}
