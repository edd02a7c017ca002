package dev.punctual.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import dev.punctual.bench.measure.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTests {
    private static final long T0 = 1_800_000_000L * Micros.SECOND;

    private static Report report(boolean met) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            long due = T0 + i * 10L * Micros.MILLI;
            samples.add(new Sample(due, due + 512 + i % 100 * 100L));
        }
        Summary summary = Summary.of(samples, second -> second % 10);
        SequencedMap<String, Latencies> distributions = new LinkedHashMap<>();
        distributions.put("whole <run>", summary.all());
        return new Report(
                "Lateness & more",
                "seed 1",
                List.of(Check.must("p99 ≤ 50 ms", "10.42 ms", met), Check.goal("p50 ≤ 1 ms", "5.4 ms", false)),
                List.of(
                        Tables.latencies("Lateness", distributions, "a note"),
                        Tables.seconds(summary, true),
                        Tables.seconds(summary, false)),
                List.of(Charts.byPercentile("By percentile", distributions), Charts.bySecond("By second", summary)),
                summary.data());
    }

    @Test
    void theTextHasAlignedColumnsAndNotEverySecond() {
        String text = TextReport.of(report(true));
        assertThat(text)
                .contains("p99.9", "whole <run>", "4000", "The worst seconds")
                .doesNotContain("Every second");
        List<String> lines = text.lines().toList();
        int header = lines.indexOf("Lateness (ms)") + 1;
        assertThat(lines.get(header).length()).isEqualTo(lines.get(header + 1).length());
    }

    @Test
    void everyFileHoldsTheNumbers(@TempDir Path directory) throws IOException {
        Report report = report(true);
        report.write(directory);
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(directory.resolve("summary.json")));
        double seen = summary.path("all").path("p99Millis").asDouble();
        assertThat(seen).isBetween(10.3, 10.5);
        assertThat(summary.path("perSecond").size()).isEqualTo(40);
        String figure = Micros.millis(Math.round(seen * 1_000));
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("| 4000 |", figure, "| met |", "| MISSED |");
        assertThat(Files.readString(directory.resolve("report.html")))
                .contains("<td>4000</td>", "<td>" + figure + "</td>", "Every second", "class=\"missed\"");
    }

    @Test
    void thePageStandsAloneAndIsEscaped() {
        String html = HtmlReport.of(report(true));
        assertThat(html)
                .contains("<title>Lateness &amp; more</title>", "whole &lt;run&gt;", "99.9 %", "control probes, worst")
                .doesNotContain("<script", "src=", "href=", "http", "NaN", "Infinity");
        assertThat(html.split("<svg ", -1)).hasSize(3);
    }

    @Test
    void drawsWhatNeverCameAtTheUpperEdge() {
        Summary summary = Summary.of(List.of(new Sample(T0, Micros.NEVER), new Sample(T0 + 1, T0 + 2)), second -> 0);
        assertThat(SvgChart.of(Charts.bySecond("x", summary)))
                .contains("M70.0 34.0")
                .doesNotContain("Infinity", "NaN");
    }

    @Test
    void onlyAMissedMustFailsTheRun() {
        assertThat(report(true).passed()).isTrue();
        assertThat(report(false).passed()).isFalse();
    }
}
