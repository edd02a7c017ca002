package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.OutputLine.Stream;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptReportsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final FireId FIRE =
            FireId.of(new TaskId("default", "nightly"), Instant.parse("2026-12-01T01:00:00Z"), Trigger.SCHEDULE);

    private final List<Progress> kept = new CopyOnWriteArrayList<>();
    private final List<OutputLine> written = new CopyOnWriteArrayList<>();
    private final KeptReports reports =
            new KeptReports(book(kept, written), FIRE, UUID.randomUUID(), InstantSource.system());

    @Test
    void keepsTheLastWordBeforeItCloses() {
        reports.progress(10, "begun");
        reports.progress(90, "nearly");
        reports.checkpoint("page 9");
        reports.close();

        assertThat(kept.getLast()).isEqualTo(new Progress(90, "nearly", "page 9"));
    }

    @Test
    void keepsWordsThatComeAfterALongSilence() {
        reports.progress(10, "begun");
        await().atMost(LIMIT).until(() -> kept.size() == 1);
        // longer than the pace at which words are kept
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        reports.progress(20, "goes on");

        await().atMost(LIMIT).until(() -> kept.size() == 2);
        assertThat(kept.getLast()).isEqualTo(new Progress(20, "goes on", null));
        reports.close();
    }

    @Test
    void showsTheLastLinesWhileTheAttemptRuns() {
        IntStream.rangeClosed(1, 30).forEach(line -> reports.output(Stream.STDOUT, "line " + line));
        reports.output(Stream.STDERR, "x".repeat(500) + "\0");
        await().atMost(LIMIT).until(() -> !kept.isEmpty());

        List<String> tail = kept.getLast().tail();
        assertThat(tail).hasSize(20).startsWith("line 12").endsWith("x".repeat(200) + "…");
        reports.close();
    }

    @Test
    void keepsNoLinesOfABriefAttempt() {
        reports.output(Stream.STDOUT, "done");
        reports.close();

        assertThat(kept).isEmpty();
        assertThat(written).isEmpty();
    }

    @Test
    void keepsAllLinesOfALongerAttemptUpToALimit() {
        reports.output(Stream.STDOUT, "first");
        await().atMost(LIMIT).until(() -> !written.isEmpty());
        IntStream.range(0, KeptOutputLines.MOST_LINES).forEach(line -> reports.output(Stream.STDERR, "line " + line));
        reports.close();

        assertThat(written).hasSize(KeptOutputLines.MOST_LINES + 1);
        assertThat(written.getFirst().stream()).isEqualTo(Stream.STDOUT);
        assertThat(written.getFirst().text()).isEqualTo("first");
        assertThat(written.get(KeptOutputLines.MOST_LINES - 1).text())
                .isEqualTo("line " + (KeptOutputLines.MOST_LINES - 2));
        assertThat(written.getLast().text()).isEqualTo(OutputLine.CUT);
    }

    @SuppressWarnings("unchecked") // the lines are handed on by reflection
    private static FireBook book(List<Progress> kept, List<OutputLine> written) {
        return (FireBook) Proxy.newProxyInstance(
                FireBook.class.getClassLoader(), new Class<?>[] {FireBook.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "report" -> kept.add((Progress) arguments[2]);
                        case "output" -> written.addAll((List<OutputLine>) arguments[2]);
                        default -> throw new AssertionError(method);
                    }
                    return null;
                });
    }
}
