package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTests {
    private static final long START = Micros.of(Instant.parse("2026-12-01T00:00:00.5Z"));
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static Workload.Pace pace(int rate, int warmUp, int seconds) {
        return new Workload.Pace(START, rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }

    @Test
    void sameSeedGivesTheSameAndAnotherSeedAnother() {
        Workload first = Workload.recurring("t", 1, pace(100, 30, 60), EVERY);
        assertThat(Workload.recurring("t", 1, pace(100, 30, 60), EVERY)).isEqualTo(first);
        assertThat(Workload.recurring("t", 2, pace(100, 30, 60), EVERY)).isNotEqualTo(first);
    }

    @Test
    void recurringTasksOfferAConstantRate() {
        Workload workload = Workload.recurring("t", 1, pace(100, 30, 60), EVERY);
        assertThat(workload.tasks()).hasSize(1_000);
        assertThat(perSecond(measured(workload))).hasSize(60).containsOnly(100L);
    }

    @Test
    void theRateGrowsInTheFirstHalfOfTheWarmUp() {
        Workload workload = Workload.recurring("t", 1, pace(100, 60, 10), EVERY);
        List<Long> perSecond = perSecond(workload.due());
        assertThat(perSecond).hasSize(70);
        assertThat(perSecond.subList(0, 10)).allMatch(rate -> rate < 50);
        assertThat(perSecond.subList(40, 70)).containsOnly(100L);
    }

    @Test
    void anIntervalIsAnchoredAtItsFirstFire() {
        Workload workload = Workload.recurring("t", 1, pace(100, 0, 60), EVERY);
        assertThat(workload.tasks().getFirst().schedule())
                .startsWith("{\"type\":\"interval\",\"every\":\"PT10S\",\"anchor\":\"2026-12-01T00:00:");
    }

    @Test
    void warmUpEndsWhereTheWindowBegins() {
        Workload workload = Workload.recurring("t", 1, pace(10, 7, 21), EVERY);
        for (Due due : workload.due()) {
            assertThat(due.phase() == Due.Phase.MEASURED).isEqualTo(due.micros() >= workload.windowStart());
            assertThat(due.micros()).isBetween(START, workload.windowEnd() - 1);
        }
        assertThat(measured(workload)).hasSize(210);
    }

    @Test
    void oneTimeTasksFireOnceEach() {
        Workload workload = Workload.once("t", 1, pace(50, 4, 6));
        assertThat(workload.tasks()).hasSize(500);
        assertThat(workload.due()).extracting(Due::task).doesNotHaveDuplicates().hasSize(500);
        assertThat(measured(workload)).hasSize(300);
        assertThat(Workload.once("t", 1, pace(50, 4, 6))).isEqualTo(workload);
    }

    @Test
    void anOverloadDoublesTheRateAndATenthOfItIsUrgent() {
        Workload workload = Workload.overload("t", 1, pace(100, 60, 60), EVERY);
        assertThat(workload.tasks()).hasSize(1_000);
        assertThat(workload.due()).hasSize(100 * 60 + 50 * 60);
        assertThat(measured(workload)).hasSize(100 * 60);
        assertThat(measured(workload).stream().filter(due -> Workload.isUrgent("t", due.task())))
                .hasSize(10 * 60);
        assertThat(workload.tasks())
                .allSatisfy(task -> assertThat(task.members().contains("\"priority\":1"))
                        .isEqualTo(Workload.isUrgent("t", task.id())));
        assertThat(workload.due()).allMatch(due -> due.micros() < workload.windowEnd());
    }

    @Test
    void aHerdIsDueAtOneInstant() {
        long instant = START + 60 * Micros.SECOND;
        Workload workload = Workload.herd("t", 1, 300, instant, pace(50, 10, 0));
        assertThat(measured(workload)).hasSize(300).extracting(Due::micros).containsOnly(instant);
        assertThat(workload.due()).hasSize(800);
        assertThat(workload.tasks()).extracting(Workload.NewTask::id).doesNotHaveDuplicates();
    }

    @Test
    void theDueFileHoldsEveryInstantInOrder(@TempDir Path directory) throws IOException {
        Workload workload = Workload.once("t", 1, pace(10, 1, 1));
        Path file = directory.resolve("due.csv");
        workload.write(file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(21);
        assertThat(lines.getFirst()).isEqualTo("task,due,phase");
        Due first = workload.due().getFirst();
        assertThat(lines.get(1)).isEqualTo(first.task() + "," + Micros.toInstant(first.micros()) + ",WARM_UP");
    }

    private static List<Due> measured(Workload workload) {
        return workload.due().stream()
                .filter(due -> due.phase() == Due.Phase.MEASURED)
                .toList();
    }

    private static List<Long> perSecond(List<Due> due) {
        return List.copyOf(due.stream()
                .collect(Collectors.groupingBy(
                        fire -> Micros.second(fire.micros() - START), TreeMap::new, Collectors.counting()))
                .values());
    }
}
