package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTests {

    @TempDir
    Path directory;

    private EmbeddedHome home;
    private TemporalServer server;
    private WorkflowExecution kept;

    @BeforeEach
    void startServer() {
        home = new EmbeddedHome(directory.resolve("home")).create();
        server = new TemporalServer(home);
        server.start();
        kept = withClient(client -> {
            WorkflowStub workflow = client.newUntypedWorkflowStub(
                    "Kept",
                    WorkflowOptions.newBuilder()
                            .setWorkflowId("kept")
                            .setTaskQueue("nobody")
                            .build());
            return workflow.start();
        });
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void isRestartedByItsSupervisorAfterAKillAndLosesNothing() {
        int port = server.port();
        int uiPort = server.uiPort();
        Supervisor supervisor = new Supervisor(server, InstantSource.system());

        server.kill();

        assertThat(supervisor.runOnce()).isTrue();
        assertThat(List.of(server.port(), server.uiPort())).containsExactly(port, uiPort);
        assertThat(keptRun()).isEqualTo(kept.getRunId());
    }

    @Test
    void replacesTheServerThatAKilledRunLeftBehind() {
        TemporalServer leftOver = server;
        int port = leftOver.port();

        server = new TemporalServer(home);
        server.start();

        assertThat(leftOver.hasDied()).isTrue();
        assertThat(server.port()).isEqualTo(port);
        assertThat(keptRun()).isEqualTo(kept.getRunId());
    }

    @Test
    void leavesAStrangerAloneThatHasTheProcessIdOfAKilledServer() throws IOException {
        server.kill();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            new ProcessNote(home.temporalProcess()).write(stranger, TemporalCli.locate());

            server.start();

            assertThat(stranger.isAlive()).isTrue();
            assertThat(keptRun()).isEqualTo(kept.getRunId());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void itsListOfWorkflowsHasOnlyTheIndexesThatItNeedsAndStillFindsThem() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.temporalDatabase());
                Statement statement = connection.createStatement()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> indexes(statement) == 2);
        }
        for (String query : List.of("WorkflowId = 'kept'", "WorkflowType = 'Kept' AND ExecutionStatus = 'Running'")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(listed(query)).containsExactly("kept"));
        }
    }

    private static int indexes(Statement statement) throws SQLException {
        try (ResultSet count = statement.executeQuery("""
                select count(*) from sqlite_master
                where type = 'index' and tbl_name = 'executions_visibility' and sql is not null""")) {
            return count.getInt(1);
        }
    }

    private List<String> listed(String query) {
        return withClient(client -> client.listExecutions(query)
                .map(found -> found.getExecution().getWorkflowId())
                .toList());
    }

    private String keptRun() {
        return withClient(client ->
                client.newUntypedWorkflowStub("kept").describe().getExecution().getRunId());
    }

    private <T> T withClient(Function<WorkflowClient, T> work) {
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.target())
                .build());
        try {
            return work.apply(WorkflowClient.newInstance(service));
        } finally {
            service.shutdownNow();
        }
    }
}
