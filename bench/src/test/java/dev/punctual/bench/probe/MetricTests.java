package dev.punctual.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricTests {
    private static final String METRICS = """
            # HELP punctual_engine_behind Tasks of whose present version the engine has not been told
            # TYPE punctual_engine_behind gauge
            punctual_engine_behind 991234.0
            punctual_engine_behind_more 3.0
            punctual_fires_total{state="SUCCEEDED"} 12.0
            punctual_fires_total{state="FAILED"} 1.0E-3
            """;

    @Test
    void aFigureIsFoundByItsWholeName() {
        assertThat(Metric.values(METRICS, "punctual_engine_behind")).containsExactly(991_234.0);
    }

    @Test
    void eachSetOfLabelsHasItsOwn() {
        assertThat(Metric.values(METRICS, "punctual_fires_total")).containsExactly(12.0, 0.001);
    }

    @Test
    void whatIsNotShownHasNone() {
        assertThat(Metric.values(METRICS, "punctual_engine")).isEmpty();
        assertThat(Metric.values("", "punctual_engine_behind")).isEmpty();
    }
}
