package dev.punctual.workerapp.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingChangesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final WaitingChanges waiting = new WaitingChanges(() -> NOW);

    private List<String> take(int most) throws InterruptedException {
        List<Task> chunk = new ArrayList<>();
        waiting.take(chunk, most);
        return chunk.stream().map(task -> task.id().id()).toList();
    }

    private boolean offer(String id, Duration ahead) {
        return waiting.offer(SomeTasks.due(id, NOW.plus(ahead), NOW));
    }

    @Test
    void theSoonestDueComesFirst() throws InterruptedException {
        offer("in-a-year", Duration.ofDays(365));
        offer("in-a-second", Duration.ofSeconds(1));
        offer("missed", Duration.ofSeconds(-5));
        offer("tomorrow", Duration.ofDays(1));
        assertThat(take(3)).containsExactly("missed", "in-a-second", "tomorrow");
        assertThat(take(3)).containsExactly("in-a-year");
    }

    @Test
    void whatHasNoNextFireIsDueSinceItsChange() throws InterruptedException {
        offer("in-a-second", Duration.ofSeconds(1));
        waiting.offer(SomeTasks.cancelled("cancelled", NOW));
        assertThat(take(2)).containsExactly("cancelled", "in-a-second");
    }

    @Test
    void onlySomeOfWhatIsDueMuchLaterWaitHere() throws InterruptedException {
        long accepted = IntStream.range(0, 5_000)
                .filter(n -> offer("later-" + n, Duration.ofDays(365)))
                .count();
        assertThat(accepted).isEqualTo(WaitingChanges.MOST_LATER);
        assertThat(offer("soon", Duration.ofSeconds(10))).isTrue();
        assertThat(take(1)).containsExactly("soon");
    }

    @Test
    void memoryIsBounded() {
        long accepted = IntStream.range(0, WaitingChanges.MOST + 500)
                .filter(n -> offer("soon-" + n, Duration.ofSeconds(10)))
                .count();
        assertThat(accepted).isEqualTo(WaitingChanges.MOST);
    }
}
