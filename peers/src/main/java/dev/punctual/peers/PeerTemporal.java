package dev.punctual.peers;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fresh Temporal: the CLI's server with its data in a file, as Punctual's embedded mode has it, with the dynamic
 * configuration that is asked for or none.
 */
final class PeerTemporal implements AutoCloseable {
    static final String NAMESPACE = "default";

    private static final String ADDRESS = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final String target;

    private PeerTemporal(Process process, String target) {
        this.process = process;
        this.target = target;
    }

    /**
     * Starts one.
     *
     * @param configuration {@code name=value} with the value in JSON; empty texts say nothing
     */
    static PeerTemporal start(Path directory, Path program, String... configuration)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                ADDRESS,
                "--port",
                Integer.toString(port),
                "--namespace",
                NAMESPACE,
                "--db-filename",
                directory.resolve("temporal.db").toString(),
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=1",
                "--log-level",
                "warn"));
        for (String value : configuration) {
            if (!value.isEmpty()) {
                command.addAll(List.of("--dynamic-config-value", value));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("temporal.log").toFile());
        builder.environment().put("TEMPORAL_VERSION_CHECK_DISABLED", "1");
        Process process = builder.start();
        PeerTemporal started = new PeerTemporal(process, ADDRESS + ":" + port);
        try {
            started.awaitReady();
            return started;
        } catch (IOException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        try {
            while (!answers(service)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(
                            "Temporal did not answer at %s within %d s".formatted(target, START_LIMIT.toSeconds()));
                }
                Thread.sleep(100);
            }
        } finally {
            service.shutdownNow();
        }
    }

    private static boolean answers(WorkflowServiceStubs service) {
        try {
            service.blockingStub()
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    /** The process of the server. */
    long pid() {
        return process.pid();
    }

    /** Host and port. */
    String target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
