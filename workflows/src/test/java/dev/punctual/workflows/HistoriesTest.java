package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays histories of earlier versions: a workflow that sleeps for months must wake up in the code of today. When this fails,
 * the change needs {@code Workflow.getVersion}. {@link HistoryRecorder} records new ones.
 */
class HistoriesTest {
    static List<Path> histories() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(HistoriesTest.class.getResource("/histories"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void isReplayedAsItWasRecorded(Path history) throws Exception {
        TestWorkflowEnvironment engine = VirtualEngine.open();
        try (engine) {
            Worker worker = engine.newWorker(TaskQueues.TASKS);
            worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);

            WorkflowReplayer.replayWorkflowExecution(
                    WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
        }
    }

    @Test
    void thereIsOneForEachWayThroughTheLoop() throws Exception {
        assertThat(histories().stream().map(history -> history.getFileName().toString()))
                .contains("cancelled.json", "continued.json", "ended.json", "recurring.json", "signalled.json");
    }
}
