package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.Ticket;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StaysTest {
    private static final double WAKES_PER_SECOND = 100;

    private final Stays stays = new Stays(WAKES_PER_SECOND, new Random(5));

    @Test
    void areShortWhereFewAreKept() {
        assertThat(lengths(10)).allSatisfy(stay -> assertThat(stay).isBetween(Stays.SHORT.dividedBy(2), Stays.SHORT));
    }

    @Test
    void areNeverLongerThanASignalMayWait() {
        assertThat(lengths(1_000_000))
                .allSatisfy(stay -> assertThat(stay).isBetween(Ticket.LONGEST_STAY.dividedBy(2), Ticket.LONGEST_STAY));
    }

    @Test
    void leaveHalfOfWhatTheEngineCanWakeToOthers() {
        int kept = 3_000;
        double mean = lengths(kept).mapToLong(Duration::toMillis).average().orElseThrow() / 1_000;
        assertThat(kept / mean).isBetween(0.48 * WAKES_PER_SECOND, 0.52 * WAKES_PER_SECOND);
    }

    @Test
    void doNotEndTogether() {
        assertThat(lengths(10).map(Duration::toSeconds).distinct().count()).isGreaterThan(15);
    }

    private Stream<Duration> lengths(int kept) {
        return Stream.generate(() -> stays.next(kept)).limit(10_000);
    }
}
