package dev.punctual.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTimesTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path proc;

    /** A line as Linux writes it; the four times are fields 14 to 17. */
    private void process(long pid, String name, long parent, int user, int system, int endedUser, int endedSystem)
            throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                "%d (%s) S %d 1 1 0 -1 4194560 100 200 0 0 %d %d %d %d 20 0 1 0 100 1000 10\n"
                        .formatted(pid, name, parent, user, system, endedUser, endedSystem));
    }

    @Test
    void addsUpTheTreeByPartWithWhatEndedChildrenUsed() throws IOException {
        process(1, "init", 0, 900, 900, 900, 900);
        process(10, "java", 1, 100, 20, 3, 4);
        process(11, "postgres", 10, 1, 2, 30, 40);
        process(12, "postgres", 11, 5, 5, 0, 0);
        process(13, "temporal", 10, 50, 10, 0, 0);
        process(14, "odd (name) x", 13, 1, 0, 0, 0);
        process(20, "java", 1, 700, 0, 0, 0);
        Files.createDirectories(proc.resolve("30"));
        ProcessTimes times = ProcessTimes.ofTree(proc, 10).orElseThrow();
        assertThat(times.micros())
                .containsOnly(
                        entry(ProcessTimes.Part.PUNCTUAL, 1_270_000L),
                        entry(ProcessTimes.Part.POSTGRESQL, 830_000L),
                        entry(ProcessTimes.Part.TEMPORAL, 600_000L),
                        entry(ProcessTimes.Part.OTHER, 10_000L));
        assertThat(times.totalMicros()).isEqualTo(2_710_000);
    }

    @Test
    void tellsWhatWasUsedInBetweenAlsoWhenAChildEnded() throws IOException {
        process(10, "java", 1, 100, 0, 0, 0);
        process(11, "postgres", 10, 10, 0, 0, 0);
        process(12, "postgres", 11, 40, 0, 0, 0);
        ProcessTimes before = ProcessTimes.ofTree(proc, 10).orElseThrow();
        process(11, "postgres", 10, 10, 0, 45, 0);
        Files.delete(proc.resolve("12/stat"));
        ProcessTimes spent = ProcessTimes.ofTree(proc, 10).orElseThrow().since(before);
        assertThat(spent.micros().get(ProcessTimes.Part.POSTGRESQL)).isEqualTo(50_000);
        assertThat(spent.micros().get(ProcessTimes.Part.PUNCTUAL)).isZero();
    }

    @Test
    void isEmptyWithoutTheProcessOrTheSystem() {
        assertThat(ProcessTimes.ofTree(proc, 10)).isEmpty();
        assertThat(ProcessTimes.ofTree(proc.resolve("missing"), 10)).isEmpty();
    }

    @Test
    void readsTheMachinesTimes() {
        MachineTimes times = MachineTimes.parse("cpu  10 1 5 100 20 2 3 7 0 0\ncpu0 1 1 1 1\n")
                .orElseThrow();
        assertThat(times).isEqualTo(new MachineTimes(210_000, 1_200_000, 70_000));
        assertThat(times.busySince(new MachineTimes(0, 0, 0)).orElseThrow()).isBetween(0.141, 0.143);
        assertThat(MachineTimes.parse("")).isEmpty();
    }

    @Test
    void readsTheServersPauses() {
        String metrics = """
                # TYPE jvm_gc_pause_seconds summary
                jvm_gc_pause_seconds_count{action="end of minor GC",cause="G1 Evacuation Pause"} 12
                jvm_gc_pause_seconds_sum{action="end of minor GC",cause="G1 Evacuation Pause"} 0.25
                jvm_gc_pause_seconds_count{action="end of minor GC",cause="Metadata GC Threshold"} 2
                jvm_gc_pause_seconds_sum{action="end of minor GC",cause="Metadata GC Threshold"} 0.05
                jvm_gc_pause_seconds_max{action="end of minor GC",cause="G1 Evacuation Pause"} 0.031
                """;
        GcOfServer gc = GcOfServer.parse(metrics).orElseThrow();
        assertThat(gc.count()).isEqualTo(14);
        assertThat(gc.seconds()).isBetween(0.299, 0.301);
        assertThat(gc.maxSeconds()).isEqualTo(0.031);
        assertThat(GcOfServer.parse("process_uptime_seconds 5\n")).isEmpty();
    }
}
