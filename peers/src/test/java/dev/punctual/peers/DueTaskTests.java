package dev.punctual.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueTaskTests {
    private static final Instant DUE = Instant.parse("2026-12-01T10:20:30.123456Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void readsADueFileAndKeepsTheInstantAsItIsWritten() throws IOException {
        Path file = Files.writeString(
                directory.resolve("due.csv"),
                "task,due,phase\na,2026-12-01T10:20:30.123456Z,WARM_UP\nb,2026-12-01T10:20:31Z,MEASURED\n");
        List<DueTask> tasks = DueTask.read(file);
        assertThat(tasks)
                .containsExactly(
                        new DueTask("a", "2026-12-01T10:20:30.123456Z"), new DueTask("b", "2026-12-01T10:20:31Z"));
        assertThat(tasks.getFirst().instant()).isEqualTo(DUE);
    }

    @Test
    void saysWhichLineIsNone() throws IOException {
        Path file = Files.writeString(directory.resolve("due.csv"), "task,due,phase\nalone\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DueTask.read(file))
                .withMessageContaining("'alone'");
    }

    @Test
    void roundsUpToMillisecondsSoThatNothingIsEarly() {
        assertThat(Times.upToMillis(DUE)).isEqualTo("2026-12-01T10:20:30.124Z");
        assertThat(Times.upToMillis(Instant.parse("2026-12-01T10:20:30.124Z"))).isEqualTo("2026-12-01T10:20:30.124Z");
        assertThat(Times.delayUntil(DUE, DUE.minusMillis(500).minusNanos(1))).isEqualTo(Duration.ofMillis(501));
        assertThat(Times.delayUntil(DUE, DUE.plusSeconds(1))).isZero();
    }

    @Test
    void aCalendarMatchesOneSecond() {
        ScheduleCalendarSpec calendar = TemporalSchedulePeer.calendar(new DueTask("a", "2026-12-01T10:20:30Z"));
        assertThat(calendar.getYear()).containsExactly(new ScheduleRange(2026));
        assertThat(calendar.getMonth()).containsExactly(new ScheduleRange(12));
        assertThat(calendar.getDayOfMonth()).containsExactly(new ScheduleRange(1));
        assertThat(calendar.getHour()).containsExactly(new ScheduleRange(10));
        assertThat(calendar.getMinutes()).containsExactly(new ScheduleRange(20));
        assertThat(calendar.getSeconds()).containsExactly(new ScheduleRange(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemporalSchedulePeer.calendar(new DueTask("a", DUE.toString())))
                .withMessageContaining("whole seconds");
    }

    @Test
    void everyKindHasItsNameOnTheCommandLine() {
        for (PeerKind kind : PeerKind.values()) {
            assertThat(PeerKind.named(kind.label())).isEqualTo(kind);
        }
        assertThat(PeerKind.DB_SCHEDULER_TUNED.label()).isEqualTo("db-scheduler-tuned");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerKind.named("cron"))
                .withMessageContaining("quartz");
    }
}
