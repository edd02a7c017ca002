package dev.punctual.workerapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate between a worker and an engine that answers when the test lets it. */
class ReportGateTest {
    private static final int AT_ONCE = 3;
    private static final RespondWorkflowTaskCompletedRequest REPORT = RespondWorkflowTaskCompletedRequest.newBuilder()
            .setTaskToken(ByteString.copyFromUtf8("t"))
            .build();

    private final LinkedBlockingQueue<StreamObserver<RespondWorkflowTaskCompletedResponse>> arrived =
            new LinkedBlockingQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ReportGate gate = new ReportGate(AT_ONCE);
    private Server server;
    private ManagedChannel channel;
    private WorkflowServiceBlockingStub engine;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("gate")
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void respondWorkflowTaskCompleted(
                            RespondWorkflowTaskCompletedRequest request,
                            StreamObserver<RespondWorkflowTaskCompletedResponse> answer) {
                        arrived.add(answer);
                    }

                    @Override
                    public void signalWorkflowExecution(
                            SignalWorkflowExecutionRequest request,
                            StreamObserver<SignalWorkflowExecutionResponse> answer) {
                        answer.onNext(SignalWorkflowExecutionResponse.getDefaultInstance());
                        answer.onCompleted();
                    }
                })
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("gate").intercept(gate).build();
        engine = WorkflowServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void noMoreReportsThanAllowedAreUnderWayAndAllGetThroughInTheEnd() throws Exception {
        List<Future<?>> reports = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reports.add(callers.submit(() -> engine.respondWorkflowTaskCompleted(REPORT)));
        }
        for (int answered = 0; answered < 20; answered++) {
            StreamObserver<RespondWorkflowTaskCompletedResponse> report = arrived.poll(30, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(arrived.size()).isLessThan(AT_ONCE);
            report.onNext(RespondWorkflowTaskCompletedResponse.getDefaultInstance());
            report.onCompleted();
        }
        for (Future<?> report : reports) {
            assertThat(report.get(30, TimeUnit.SECONDS)).isNotNull();
        }
        await().until(() -> gate.free() == AT_ONCE);
    }

    @Test
    void othersCallsPassAFullGate() throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            var _ = callers.submit(() -> engine.respondWorkflowTaskCompleted(REPORT));
        }
        await().until(() -> arrived.size() == AT_ONCE);

        assertThat(engine.signalWorkflowExecution(SignalWorkflowExecutionRequest.getDefaultInstance()))
                .isNotNull();
    }

    @Test
    void aReportThatTimesOutGivesItsPlaceToOneWhoseOwnTimeHasNotBegun() throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            var _ = callers.submit(
                    () -> engine.withDeadlineAfter(3, TimeUnit.SECONDS).respondWorkflowTaskCompleted(REPORT));
        }
        await().until(() -> arrived.size() == AT_ONCE);
        arrived.clear();

        // had its time at the gate counted, it would be over when the others' is
        Future<?> waiting = callers.submit(
                () -> engine.withDeadlineAfter(3, TimeUnit.SECONDS).respondWorkflowTaskCompleted(REPORT));
        StreamObserver<RespondWorkflowTaskCompletedResponse> report = arrived.poll(30, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        report.onNext(RespondWorkflowTaskCompletedResponse.getDefaultInstance());
        report.onCompleted();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNotNull();
        await().until(() -> gate.free() == AT_ONCE);
    }

    @Test
    void aFailedReportFreesItsPlace() throws Exception {
        Future<?> failing = callers.submit(() -> {
            try {
                engine.respondWorkflowTaskCompleted(REPORT);
                return "answered";
            } catch (StatusRuntimeException e) {
                return "refused";
            }
        });
        StreamObserver<RespondWorkflowTaskCompletedResponse> report = arrived.poll(30, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        report.onError(io.grpc.Status.NOT_FOUND.asRuntimeException());

        assertThat(failing.get(30, TimeUnit.SECONDS)).isEqualTo("refused");
        await().until(() -> gate.free() == AT_ONCE);
    }
}
