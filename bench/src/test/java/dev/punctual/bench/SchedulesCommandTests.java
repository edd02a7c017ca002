package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.schedule.ScheduleBenchmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command with hardly any measuring: what it writes is checked, never how fast this machine is. */
class SchedulesCommandTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path results;

    @Test
    void writesAFigureForEveryExpressionAndAReportOfAllLibraries() throws IOException {
        // another measuring on the machine is no reason for a test to fail
        System.setProperty("jmh.ignoreLock", "true");
        int code = Bench.commandLine()
                .execute(
                        "schedules",
                        "--forks",
                        "0",
                        "--warmups",
                        "0",
                        "--iterations",
                        "1",
                        "--millis",
                        "1",
                        "--results",
                        results.toString());
        assertThat(code).isLessThan(Bench.FAILED);

        Path directory;
        try (Stream<Path> runs = Files.list(results)) {
            directory = runs.toList().getFirst();
        }
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(directory.resolve("summary.json")));
        List<String> rows = Stream.of(
                        ScheduleBenchmarks.titles(false), ScheduleBenchmarks.titles(true), ScheduleBenchmarks.shapes())
                .flatMap(List::stream)
                .toList();
        assertThat(summary.path("figures")
                        .valueStream()
                        .filter(figure -> figure.path("library").asString().equals("Punctual"))
                        .map(figure -> figure.path("measured").asString()))
                .containsExactlyElementsOf(rows);
        assertThat(summary.path("checks").size()).isEqualTo(3);
        assertThat(Files.readString(directory.resolve("report.md"))).contains(ScheduleBenchmarks.libraries());
        assertThat(directory.resolve("config.json")).exists();
    }

    @Test
    void refusesAnEffortOfNothing() {
        assertThat(Bench.commandLine().execute("schedules", "--iterations", "0"))
                .isEqualTo(Bench.FAILED);
    }
}
