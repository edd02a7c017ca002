package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class AftermathTests {
    private static final long KILLED = 100 * Micros.SECOND;
    private static final long READY = 105 * Micros.SECOND;

    @Test
    void partsTheFiresByWhenTheyBegan() {
        Aftermath aftermath = Aftermath.of(
                List.of(fire(90, 0.1), fire(99.95, 0.1), fire(99, 8), fire(101, 5), fire(120, 0.2)), KILLED, READY);

        assertThat(aftermath.before().count()).isEqualTo(1);
        assertThat(aftermath.after().count()).isEqualTo(4);
        // to three digits
        assertThat(aftermath.after().max()).isBetween(8 * Micros.SECOND, 8 * Micros.SECOND + 10 * Micros.MILLI);
    }

    @Test
    void countsFromWhenALateFireCouldHaveBegun() {
        Aftermath aftermath = Aftermath.of(List.of(fire(99, 8), fire(106, 3), fire(130, 0.5)), KILLED, READY);

        assertThat(aftermath.sinceReady()).isEqualTo(3 * Micros.SECOND);
        assertThat(aftermath.lastLate()).isEqualTo(109 * Micros.SECOND);
    }

    @Test
    void nothingIsLateWhereNobodyNoticed() {
        Aftermath aftermath = Aftermath.of(List.of(fire(99, 0.1), fire(101, 0.1)), KILLED, KILLED);

        assertThat(aftermath.sinceReady()).isZero();
        assertThat(aftermath.lastLate()).isEqualTo(KILLED);
    }

    @Test
    void whatIsLostNeverBegins() {
        Aftermath aftermath =
                Aftermath.of(List.of(new Sample(101 * Micros.SECOND, Micros.NEVER), fire(102, 9)), KILLED, READY);

        assertThat(aftermath.sinceReady()).isEqualTo(Micros.NEVER);
        assertThat(aftermath.lastLate()).isEqualTo(Micros.NEVER);
        assertThat(aftermath.after().max()).isEqualTo(Micros.NEVER);
    }

    private static Sample fire(double due, double late) {
        long at = Math.round(due * Micros.SECOND);
        return new Sample(at, at + Math.round(late * Micros.SECOND));
    }
}
