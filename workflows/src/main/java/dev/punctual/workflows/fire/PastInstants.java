package dev.punctual.workflows.fire;

import dev.punctual.workflows.schedule.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instants that a schedule names within a range, oldest first, whether or not they were ever acted on. */
public final class PastInstants {
    private PastInstants() {}

    /**
     * Those of the range.
     *
     * @param schedule one that does not {@link Schedule#followsRuns follow runs}
     * @param from the first instant that may be among them
     * @param to the first that may not
     * @param most how many at most
     */
    public static List<Instant> between(Schedule schedule, Instant from, Instant to, int most) {
        List<Instant> found = new ArrayList<>();
        Optional<Instant> next = schedule.nextAfter(from.minus(1, ChronoUnit.MICROS));
        while (found.size() < most && next.isPresent() && next.get().isBefore(to)) {
            found.add(next.get());
            next = schedule.nextAfter(next.get());
        }
        return found;
    }
}
