package dev.punctual.workflows;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;

/** The engine with virtual time, as all tests of workflows want it: with the payloads of the real one. */
final class VirtualEngine {
    private VirtualEngine() {}

    /** It begins now. */
    static TestWorkflowEnvironment open() {
        return TestWorkflowEnvironment.newInstance(options().build());
    }

    /** It begins at this instant. */
    static TestWorkflowEnvironment openAt(Instant start) {
        return TestWorkflowEnvironment.newInstance(
                options().setInitialTime(start).build());
    }

    private static TestEnvironmentOptions.Builder options() {
        return TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.dataConverter())
                        .build());
    }
}
