package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FireIdTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant AT = Instant.parse("2026-03-01T09:00:00.123456Z");

    @Property
    void keepsItsInstantToTheMicrosecondAndIsAVersion7Uuid(
            @ForAll @LongRange(max = 253_402_300_799_999_999L) long micros) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

        FireId id = FireId.of(TASK, instant, Trigger.SCHEDULE);

        assertThat(id.scheduledFor()).isEqualTo(instant);
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(FireId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void isTheSameForTheSameTaskInstantAndTrigger() {
        assertThat(FireId.of(TASK, AT, Trigger.SCHEDULE)).isEqualTo(FireId.of(TASK, AT, Trigger.SCHEDULE));
    }

    @Test
    void differsByTaskNamespaceTriggerAndInstant() {
        List<FireId> ids = new ArrayList<>();
        for (Trigger trigger : Trigger.values()) {
            for (String name : List.of("report", "report2")) {
                for (String namespace : List.of("default", "other")) {
                    ids.add(FireId.of(new TaskId(namespace, name), AT, trigger));
                }
            }
        }
        ids.add(FireId.of(TASK, AT.plusNanos(1_000), Trigger.SCHEDULE));
        ids.add(FireId.of(TASK, AT, Trigger.ON_FAILURE, ids.getFirst()));
        ids.add(FireId.of(TASK, AT, Trigger.ON_FAILURE, ids.getLast()));

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Property
    void sortsByInstant(
            @ForAll @LongRange(max = 4_000_000_000_000_000L) long micros,
            @ForAll @LongRange(min = 1, max = 5_000_000) long later) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        String first = FireId.of(TASK, instant, Trigger.MANUAL).toString();
        String second = FireId.of(TASK, instant.plus(later, ChronoUnit.MICROS), Trigger.SCHEDULE)
                .toString();

        assertThat(first).isLessThan(second);
    }

    @Test
    void otherTextIsRefusedByName() {
        for (String text :
                List.of("", "7", UUID.nameUUIDFromBytes(new byte[] {1}).toString(), "1-1-7000-8000-1")) {
            assertThatThrownBy(() -> FireId.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
