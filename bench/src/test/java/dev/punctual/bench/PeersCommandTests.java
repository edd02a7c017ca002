package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Matching;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.ProbeLog;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.Table;
import dev.punctual.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersCommandTests {
    private static final long START = Micros.of(Instant.parse("2026-12-01T00:00:00Z"));
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final PeerLoad STEADY = PeerLoad.steady(20, Duration.ofSeconds(5), Duration.ofSeconds(10));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void allSystemsGetTheSameInstants() {
        Workload first = STEADY.workload("t", 7, START, false);
        assertThat(first.tasks()).hasSize(STEADY.tasks());
        assertThat(STEADY.workload("t", 7, START, false)).isEqualTo(first);
        assertThat(STEADY.workload("t", 7, START + Micros.SECOND, false)
                        .due()
                        .getFirst()
                        .micros())
                .isEqualTo(first.due().getFirst().micros() + Micros.SECOND);
    }

    @Test
    void aSystemOfWholeSecondsGetsTheNextOne() {
        List<Due> exact = STEADY.workload("t", 7, START, false).due();
        Workload whole = STEADY.workload("t", 7, START, true);
        assertThat(whole.due()).hasSameSizeAs(exact).allSatisfy(due -> {
            assertThat(due.micros() % Micros.SECOND).isZero();
            Due same = exact.stream()
                    .filter(one -> one.task().equals(due.task()))
                    .findFirst()
                    .orElseThrow();
            assertThat(due.micros() - same.micros()).isBetween(0L, Micros.SECOND - 1);
            assertThat(due.phase()).isEqualTo(same.phase());
        });
        assertThat(whole.tasks()).extracting(Workload.NewTask::schedule).noneMatch(text -> text.contains("."));
    }

    @Test
    void aHerdIsDueAtOneWholeSecondAfterItsWarmUp() {
        PeerLoad load = PeerLoad.herd(300, Duration.ofSeconds(2));
        Workload workload = load.workload("t", 7, START, false);
        assertThat(workload.tasks()).hasSize(load.tasks()).hasSize(400);
        assertThat(workload.due().stream()
                        .filter(due -> due.phase() == Due.Phase.MEASURED)
                        .map(Due::micros)
                        .distinct())
                .containsExactly(START + 25 * Micros.SECOND);
    }

    @Test
    void systemsAreChosenByTheirNames() {
        assertThat(PeerSystem.named("all")).containsExactly(PeerSystem.values());
        assertThat(PeerSystem.named("punctual, db-scheduler-tuned"))
                .containsExactly(PeerSystem.PUNCTUAL, PeerSystem.DB_SCHEDULER_TUNED);
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> PeerSystem.named("cron"))
                .withMessageContaining("'cron'")
                .withMessageContaining("jobrunr-tuned");
    }

    @Test
    void theLongestGapEndsWithTheFirstPayloadAfterTheKill() {
        List<Entry> entries = List.of(entry(1_000), entry(10_100), entry(16_500), entry(17_000), entry(40_000));
        PeerResult.Recovery back = PeerResult.Recovery.of(entries, millis(10_000), millis(15_000), millis(20_000));
        assertThat(back.firstMicros()).isEqualTo(6_500 * Micros.MILLI);
        assertThat(back.gapMicros()).isEqualTo(6_400 * Micros.MILLI);
    }

    @Test
    void whoDoesNotComeBackHasAGapToTheEnd() {
        PeerResult.Recovery back =
                PeerResult.Recovery.of(List.of(entry(1_000)), millis(10_000), millis(15_000), millis(20_000));
        assertThat(back.firstMicros()).isEqualTo(Micros.NEVER);
        assertThat(back.gapMicros()).isEqualTo(10 * Micros.SECOND);
    }

    @Test
    void eachLoadHasATableWithARowForEachSystem() {
        Report report = new PeerReport(
                        List.of(PeerSystem.PUNCTUAL, PeerSystem.QUARTZ, PeerSystem.JOBRUNR),
                        List.of(
                                result(PeerSystem.QUARTZ, 1, 40, Optional.empty()),
                                result(PeerSystem.PUNCTUAL, 1, 2, Optional.empty())),
                        List.of(new PeerReport.Failure(PeerSystem.JOBRUNR, STEADY, 1, "it ended\nwith a trace")))
                .report("test");
        Table table = report.tables().getFirst();
        assertThat(table.title()).isEqualTo("20 fires per second: lateness (ms)");
        assertThat(table.rows())
                .containsExactly(
                        List.of(
                                "punctual",
                                "2",
                                "1",
                                "0",
                                "0",
                                "",
                                "2.000",
                                "never",
                                "never",
                                "never",
                                "never",
                                "4.50"),
                        List.of("quartz", "2", "1", "0", "0", "", "40.03", "never", "never", "never", "never", "4.50"));
        assertThat(TextReport.of(report)).contains("it ended").doesNotContain("trace");
        assertThat(report.passed()).isTrue();
        report.write(directory);
        assertThat(directory.resolve("report.html")).content().contains("quartz");
    }

    @Test
    void whatIsEarlySaysHowMuch() {
        Report report = new PeerReport(
                        List.of(PeerSystem.JOBRUNR),
                        List.of(result(PeerSystem.JOBRUNR, 1, -1_500, Optional.empty())),
                        List.of())
                .report("test");
        assertThat(report.tables().getFirst().rows().getFirst()).contains("-1500");
    }

    @Test
    void ofSeveralRunsTheMedianAndTheWorstAreShown() {
        Report report = new PeerReport(
                        List.of(PeerSystem.QUARTZ),
                        List.of(
                                result(PeerSystem.QUARTZ, 1, 9, Optional.empty()),
                                result(PeerSystem.QUARTZ, 2, 9, Optional.empty()),
                                result(PeerSystem.QUARTZ, 3, 9, Optional.empty())),
                        List.of())
                .report("test");
        assertThat(report.tables().getFirst().rows())
                .extracting(List::getFirst)
                .containsExactly("quartz", "quartz, worst");
    }

    @Test
    void afterAKillTheTableTellsHowItCameBack() {
        Optional<PeerResult.Recovery> back =
                Optional.of(new PeerResult.Recovery(6_500 * Micros.MILLI, 7 * Micros.SECOND));
        Report report = new PeerReport(
                        List.of(PeerSystem.QUARTZ), List.of(result(PeerSystem.QUARTZ, 1, 9, back)), List.of())
                .report("test");
        Table table = report.tables().getFirst();
        assertThat(table.columns()).endsWith("first after", "longest gap");
        assertThat(table.rows().getFirst()).endsWith("6500", "7000");
    }

    /** With a script in the place of Java. */
    @Test
    void aProcessIsToldAndAnswers() throws IOException {
        PeerProcess process = process("""
                echo noise
                echo 'answer: up'
                while read line; do echo "answer: did $line"; done
                """);
        assertThat(process.await("up", LIMIT)).containsExactly("");
        process.tell("run it");
        assertThat(process.await("did", LIMIT)).containsExactly("run", "it");
        process.close();
        assertThat(ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @Test
    void aProcessThatEndsByItselfIsAnError() throws IOException {
        PeerProcess process = process("echo its reason >&2\nexit 3\n");
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> process.await("up", LIMIT))
                .withMessageContaining("exit code 3")
                .withMessageContaining("its reason");
    }

    private PeerProcess process(String script) throws IOException {
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return PeerProcess.start(
                Map.of("PUNCTUAL_JAVA", java.toString(), "PUNCTUAL_PEERS", "none"),
                "Main",
                "script",
                directory.resolve("log"),
                List.of());
    }

    private static PeerResult result(
            PeerSystem system, int run, long lateMillis, Optional<PeerResult.Recovery> recovery) {
        List<Sample> samples =
                List.of(new Sample(START, START + lateMillis * Micros.MILLI), new Sample(START, Micros.NEVER));
        ProbeLog probes = new ProbeLog();
        return new PeerResult(
                system,
                STEADY,
                run,
                new Matching(samples, 1, 0, 0, 0, 0),
                Summary.of(samples, probes),
                probes,
                OptionalDouble.of(4.5),
                recovery);
    }

    private static Entry entry(long millis) {
        return new Entry("t", START, 1, millis(millis), "");
    }

    private static long millis(long millis) {
        return START + millis * Micros.MILLI;
    }
}
