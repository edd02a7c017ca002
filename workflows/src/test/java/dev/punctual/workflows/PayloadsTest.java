package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.punctual.workflows.FireActivities.ChangeRequest;
import dev.punctual.workflows.task.TaskId;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadsTest {
    private static final Instant AT = Instant.parse("2026-03-01T09:00:00.000001Z");
    private static final Ticket TICKET = Ticket.of(new TaskId("default", "a"), Duration.ZERO);

    private final DataConverter payloads = Payloads.dataConverter();

    static Stream<FireStep> steps() {
        return Stream.of(
                new FireStep.Wake(AT, Duration.ofMillis(1_500), Duration.ofSeconds(2)),
                new FireStep.Wake(null, null, Duration.ZERO),
                new FireStep.Ended());
    }

    static Stream<TaskChange> changes() {
        return Stream.of(
                new TaskChange.Pause("for lunch"),
                new TaskChange.Pause(null),
                new TaskChange.Resume(),
                new TaskChange.Reschedule(AT),
                new TaskChange.Trigger(),
                new TaskChange.Cancel());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepComesBackAsItWas(FireStep step) {
        assertThat(read(write(step), FireStep.class)).isEqualTo(step);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeComesBackAsItWas(TaskChange change) {
        ChangeRequest request = new ChangeRequest(TICKET, change, new UUID(1, 2));

        assertThat(read(write(change), TaskChange.class)).isEqualTo(change);
        assertThat(read(write(request), ChangeRequest.class)).isEqualTo(request);
    }

    @Test
    void aTicketComesBackAsItWas() {
        assertThat(read(write(TICKET), Ticket.class)).isEqualTo(TICKET);
    }

    @Test
    void anInstantSignalledByHandIsIsoText() {
        assertThat(read(json("\"2026-03-01T09:00:00.000001Z\""), Instant.class)).isEqualTo(AT);
        assertThat(read(json("\"2026-03-01T10:00:00.000001+01:00\""), Instant.class))
                .isEqualTo(AT);
    }

    @Test
    void instantsAndDurationsAreReadable() {
        assertThat(text(new FireStep.Wake(AT, Duration.ofMillis(1_500), Duration.ofSeconds(2))))
                .contains("\"step\":\"wake\"")
                .contains("\"nextFireAt\":\"2026-03-01T09:00:00.000001Z\"")
                .contains("\"sleepFor\":\"PT1.5S\"")
                .contains("\"holdFor\":\"PT2S\"");
        assertThat(text(TICKET))
                .isEqualTo("{\"namespace\":\"default\",\"taskId\":\"a\",\"workflowTaskTimeout\":\"PT10S\"}");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        assertThat(read(json("{\"step\":\"ended\",\"why\":\"done\"}"), FireStep.class))
                .isEqualTo(new FireStep.Ended());
        assertThat(read(
                        json(
                                "{\"namespace\":\"default\",\"taskId\":\"a\",\"workflowTaskTimeout\":\"PT10S\",\"place\":7}"),
                        Ticket.class))
                .isEqualTo(TICKET);
    }

    @Test
    void durationsWrittenAsNumbersAreStillRead() {
        assertThat(read(
                        json("{\"namespace\":\"default\",\"taskId\":\"a\",\"workflowTaskTimeout\":10.000000000}"),
                        Ticket.class))
                .isEqualTo(TICKET);
    }

    private Payload write(Object value) {
        return payloads.toPayload(value).orElseThrow();
    }

    private String text(Object value) {
        return write(value).getData().toStringUtf8();
    }

    private <T> @Nullable T read(Payload payload, Class<T> type) {
        return payloads.fromPayload(payload, type, type);
    }

    private static Payload json(String text) {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }
}
