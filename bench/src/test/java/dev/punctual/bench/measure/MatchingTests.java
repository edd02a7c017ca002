package dev.punctual.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchingTests {
    private static final long T0 = 1_800_000_000_000_000L;
    private static final long END = T0 + 100 * Micros.SECOND;

    private static Due due(String task, long second) {
        return new Due(task, T0 + second * Micros.SECOND, Due.Phase.MEASURED);
    }

    private static Entry entry(String task, long second, long lateMicros) {
        long due = T0 + second * Micros.SECOND;
        return new Entry(task, due, 1, due + lateMicros, "fire");
    }

    @Test
    void findsNothingWrongWhenEveryInstantStartedOnce() {
        Matching matching =
                Matching.of(List.of(due("a", 1), due("a", 2)), List.of(entry("a", 2, 700), entry("a", 1, 0)), END);
        assertThat(matching.samples()).extracting(Sample::lateness).containsExactly(0L, 700L);
        assertThat(matching.lost() + matching.duplicate() + matching.early() + matching.unexpected())
                .isZero();
    }

    @Test
    void countsAnInstantWithoutAStartAsLostAndInfinitelyLate() {
        Matching matching = Matching.of(List.of(due("a", 1), due("b", 1)), List.of(entry("a", 1, 5)), END);
        assertThat(matching.lost()).isEqualTo(1);
        assertThat(matching.samples()).hasSize(2);
        assertThat(matching.samples().getLast().lateness()).isEqualTo(Micros.NEVER);
    }

    @Test
    void countsEveryStartBeyondTheFirstAndMeasuresTheFirst() {
        Matching matching = Matching.of(
                List.of(due("a", 1)), List.of(entry("a", 1, 900), entry("a", 1, 300), entry("a", 1, 600)), END);
        assertThat(matching.duplicate()).isEqualTo(2);
        assertThat(matching.samples().getFirst().lateness()).isEqualTo(300);
    }

    @Test
    void countsAStartOneMicrosecondTooSoonAsEarly() {
        assertThat(Matching.of(List.of(due("a", 1)), List.of(entry("a", 1, -1)), END)
                        .early())
                .isEqualTo(1);
    }

    @Test
    void countsStartsThatWereNotDueButNotThoseOfTheTimeAfterTheRun() {
        Matching matching = Matching.of(
                List.of(due("a", 1)), List.of(entry("a", 1, 1), entry("a", 50, 1), entry("a", 100, 1)), END);
        assertThat(matching.unexpected()).isEqualTo(1);
    }

    @Test
    void keepsTheWarmUpOutOfTheSamples() {
        Due warmUp = new Due("a", T0, Due.Phase.WARM_UP);
        Matching matching = Matching.of(List.of(warmUp, due("a", 10)), List.of(entry("a", 10, 1)), END);
        assertThat(matching.samples()).hasSize(1);
        assertThat(matching.lost()).isZero();
        assertThat(matching.warmUpLost()).isEqualTo(1);
    }
}
