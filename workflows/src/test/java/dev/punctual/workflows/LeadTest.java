package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LeadTest {
    private final Lead lead = new Lead(100);

    @Property
    void staysWithinItsBounds(
            @ForAll @IntRange int task, @ForAll boolean urgent, @ForAll @LongRange(max = 1_000_000_000L) long herd) {
        assertThat(lead.among(task(task), urgent, herd)).isBetween(Lead.SHORTEST, Lead.LONGEST);
        assertThat(lead.atPlace(task(task), urgent, herd)).isBetween(Lead.SHORTEST, Lead.LONGEST);
    }

    @Test
    void aloneInItsSecondATaskIsWokenOneToThreeSecondsEarly() {
        double mean = IntStream.range(0, 1_000)
                .mapToObj(task -> lead.atPlace(task(task), false, 0))
                .peek(early -> assertThat(early).isBetween(Lead.SHORTEST, Lead.SHORTEST.plus(Lead.SPREAD)))
                .mapToLong(Duration::toMillis)
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(1_900.0, 2_100.0);
    }

    @Test
    void aHerdIsSpreadOverAsLongAsTheEngineNeedsForIt() {
        long[] wakesOfSecond = new long[60];
        IntStream.range(0, 5_000)
                .forEach(task ->
                        wakesOfSecond[(int) lead.among(task(task), false, 5_000).toSeconds()]++);

        assertThat(IntStream.range(4, 50).mapToLong(second -> wakesOfSecond[second]))
                .allSatisfy(wakes -> assertThat(wakes).isBetween(60L, 140L));
    }

    @Test
    void placesAreWokenOneAfterTheOther() {
        assertThat(lead.atPlace(task(1), false, 1_000).minus(lead.atPlace(task(1), false, 0)))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Property
    void theUrgentAreWokenEarlier(@ForAll @IntRange int task, @ForAll @LongRange(max = 5_000) long herd) {
        assertThat(lead.among(task(task), true, herd).minus(lead.among(task(task), false, herd)))
                .isEqualTo(Lead.URGENT);
    }

    @Property
    void aHoldFitsBetweenTwoHeartbeatsOfItsWorkflowTask(@ForAll @LongRange(max = 92_000) long millis) {
        Duration hold = Duration.ofMillis(millis);

        assertThat(Lead.workflowTaskTimeout(hold).multipliedBy(4).dividedBy(5)).isGreaterThanOrEqualTo(hold);
        assertThat(Lead.workflowTaskTimeout(hold)).isBetween(Lead.SHORTEST_TIMEOUT, Lead.LONGEST_TIMEOUT);
    }

    @Test
    void whoSharesItsSecondWithManyHasTimeToReport() {
        Duration early = Duration.ofSeconds(3);

        assertThat(lead.hold(early, 100)).isEqualTo(early);
        assertThat(lead.hold(early, 101)).isEqualTo(Ticket.LONGEST_STAY);
        assertThat(lead.hold(Lead.LONGEST, 10_000)).isEqualTo(Lead.LONGEST);
    }

    @Test
    void theTimeoutKeepsToWhatTheEngineAllows() {
        assertThat(Lead.workflowTaskTimeout(Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Lead.workflowTaskTimeout(Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(55));
        assertThat(Lead.workflowTaskTimeout(Lead.LONGEST)).isEqualTo(Duration.ofMinutes(2));
    }

    private static TaskId task(int number) {
        return new TaskId("default", "task-" + Math.abs((long) number));
    }
}
