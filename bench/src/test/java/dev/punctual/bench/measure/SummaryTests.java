package dev.punctual.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SummaryTests {
    private static final long SECOND = 1_800_000_000L;
    private static final long T0 = SECOND * Micros.SECOND;

    @Test
    void givesThePercentilesOfAllSamples() {
        List<Sample> samples = LongStream.rangeClosed(1, 1_000)
                .mapToObj(i -> new Sample(T0, T0 + i * Micros.MILLI))
                .toList();
        Latencies all = Summary.of(samples, second -> 0).all();
        assertThat(all.count()).isEqualTo(1_000);
        assertThat(all.percentile(50)).isBetween(499_000L, 501_000L);
        assertThat(all.percentile(99)).isBetween(989_000L, 991_000L);
        assertThat(all.max()).isBetween(999_000L, 1_001_000L);
    }

    @Test
    void countsWhatNeverCameAsInfiniteAndNeverLeavesItOut() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(new Sample(T0, i < 98 ? T0 + 500 : Micros.NEVER));
        }
        Summary summary = Summary.of(samples, second -> 0);
        assertThat(summary.all().percentile(90)).isBetween(499L, 501L);
        assertThat(summary.all().percentile(99)).isEqualTo(Micros.NEVER);
        assertThat(summary.all().max()).isEqualTo(Micros.NEVER);
        assertThat(summary.seconds().getFirst().lost()).isEqualTo(2);
        assertThat(summary.seconds().getFirst().p99()).isEqualTo(Micros.NEVER);
        assertThat(summary.all().figures()).containsExactly("0.500", "0.500", "never", "never", "never");
    }

    @Test
    void leavesUncleanSecondsOutOfTheCleanOnesOnly() {
        List<Sample> samples = List.of(
                new Sample(T0, T0 + 1_000),
                new Sample(T0 + Micros.SECOND, T0 + 3 * Micros.SECOND),
                new Sample(T0 + 2 * Micros.SECOND, T0 + 2 * Micros.SECOND + 2_000));
        Summary summary = Summary.of(samples, second -> second == SECOND + 1 ? 100.1 : 100);
        assertThat(summary.seconds()).hasSize(3);
        assertThat(summary.cleanSeconds()).isEqualTo(2);
        assertThat(summary.clean().count()).isEqualTo(2);
        assertThat(summary.clean().max()).isBetween(1_990L, 2_010L);
        assertThat(summary.all().max()).isBetween(1_990_000L, 2_010_000L);
    }

    @Test
    void showsEarlyOnesAsNotLate() {
        assertThat(Latencies.of(List.of(new Sample(T0, T0 - 5))).max()).isZero();
    }

    @Test
    void canBeMadeOfNothing() {
        Summary summary = Summary.of(List.of(), second -> 0);
        assertThat(summary.all().max()).isZero();
        assertThat(summary.seconds()).isEmpty();
    }
}
