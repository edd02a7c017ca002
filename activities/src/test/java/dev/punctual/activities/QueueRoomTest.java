package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.QueueRoom.Place;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which attempts may begin at once, in a time that the test makes pass. */
class QueueRoomTest {
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private long now;
    private final QueueRoom room = new QueueRoom(8, queue -> !queue.equals("limited"), () -> now);

    @Test
    void thereIsRoomForAQuarterOfTheSlots() {
        Place first = Objects.requireNonNull(room.tryEnter("default"));
        assertThat(room.tryEnter("default")).isNotNull();
        assertThat(room.tryEnter("default")).isNull();
        assertThat(room.tryEnter("reports")).isNotNull();

        first.close();
        first.close();
        assertThat(room.tryEnter("default")).isNotNull();
        assertThat(room.tryEnter("default")).isNull();
        assertThat(QueueRoom.byQueue(8)).isEqualTo(6);
    }

    @Test
    void aWorkerWithFewSlotsLeavesThemAllToTheEngine() {
        QueueRoom few = new QueueRoom(3, queue -> true, () -> now);

        assertThat(few.tryEnter("default")).isNull();
        assertThat(QueueRoom.byQueue(3)).isEqualTo(3);
    }

    @Test
    void whoeverFindsTheEnginesSlotsTakenWaitsBeforeAllThatCome() {
        for (int i = 1; i < QueueRoom.byQueue(8); i++) {
            room.enter("default", AT_ONCE);
        }
        try (Place _ = room.enter("default", AT_ONCE)) {
            assertThat(room.tryEnter("default")).isNull();
        }
        assertThat(room.tryEnter("default")).isNull();
        now += QueueRoom.MEMORY.toNanos() + 1;
        assertThat(room.tryEnter("default")).isNotNull();
    }

    @Test
    void nobodyOvertakesABacklog() {
        room.enter("default", QueueRoom.BACKLOG.plusMillis(1)).close();
        assertThat(room.tryEnter("default")).isNull();
        now += QueueRoom.MEMORY.toNanos();
        assertThat(room.tryEnter("default")).isNull();
        now += 1;
        assertThat(room.tryEnter("default")).isNotNull();
    }

    @Test
    void aQueueWithLimitsIsNeverPassed() {
        assertThat(room.tryEnter("limited")).isNull();
    }
}
