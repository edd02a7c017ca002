package dev.punctual.workerapp;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;

/** Asks Temporal about itself. */
final class TemporalConnection {
    private static final int SECONDS = 2;

    private final WorkflowClient client;

    TemporalConnection(WorkflowClient client) {
        this.client = client;
    }

    /**
     * The identity of the namespace that the tasks' workflows live in. A namespace made anew has another one, although it has
     * the same name. Throws the client's exception when Temporal does not answer.
     */
    String identity() {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build())
                .getNamespaceInfo()
                .getId();
    }
}
