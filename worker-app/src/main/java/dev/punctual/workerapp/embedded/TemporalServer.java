package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Temporal server with its Web UI, run by the Temporal CLI, that keeps its histories in a file of the home directory. */
public final class TemporalServer implements EmbeddedServer {

    /** The namespace that exists from the first start on. */
    static final String NAMESPACE = "default";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(3);
    private static final int POLL_MILLIS = 50;

    private final EmbeddedHome home;
    private final ProcessNote note;
    private @Nullable Process process;
    private int port;
    private int uiPort;

    /** A server for this home, not yet started. */
    public TemporalServer(EmbeddedHome home) {
        this.home = home;
        this.note = new ProcessNote(home.temporalProcess());
    }

    @Override
    public String name() {
        return "Temporal";
    }

    @Override
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        Path program = TemporalCli.locate();
        try {
            note.find().ifPresent(TemporalServer::stop);
            if (port == 0) {
                Ports ports = new Ports(home);
                port = ports.choose("temporal");
                uiPort = ports.choose("temporal-ui");
            }
            process = ChildProcesses.startServer(command(program), TemporalTuning::environment, home.temporalLog());
            note.write(process, program);
            TemporalTuning.giveWay(process);
            awaitReady(process);
            // nobody has to wait for it
            Thread.ofVirtual()
                    .name("temporal-indexes")
                    .start(() -> TemporalVisibility.dropIndexes(home.temporalDatabase()));
        } catch (IOException e) {
            kill();
            throw new StartRefusedException(
                    "Temporal cannot be started in %s (%s). See %s."
                            .formatted(home.directory(), e.getMessage(), home.temporalLog()),
                    e);
        }
    }

    @Override
    public synchronized void stop() {
        Process running = process;
        process = null;
        if (running != null) {
            stop(running.toHandle());
            note.delete();
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            ChildProcesses.kill(process, KILL_LIMIT);
        }
    }

    @Override
    public synchronized boolean hasDied() {
        return process != null && !process.isAlive();
    }

    @Override
    public synchronized int port() {
        return port;
    }

    /** The port of the Web UI. */
    public synchronized int uiPort() {
        return uiPort;
    }

    /** The process id of the server, if it was started. */
    public synchronized Optional<Long> pid() {
        return Optional.ofNullable(process).map(Process::pid);
    }

    /** The address clients connect to. */
    public String target() {
        return ADDRESS + ":" + port();
    }

    private List<String> command(Path program) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip",
                ADDRESS,
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--namespace",
                NAMESPACE,
                "--db-filename",
                home.temporalDatabase().toString(),
                // readers do not wait for the writer, and a commit survives a kill of the process
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=1",
                "--log-level",
                "warn",
                "--ui-disable-news-fetch"));
        TemporalTuning.DYNAMIC_CONFIG.forEach(value -> command.addAll(List.of("--dynamic-config-value", value)));
        return command;
    }

    private void awaitReady(Process started) throws IOException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
        try {
            while (!answers(service)) {
                if (!started.isAlive()) {
                    throw new IOException("it ended with exit code %d: %s"
                            .formatted(started.exitValue(), ChildProcesses.tail(home.temporalLog())));
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new IOException("it did not answer within %d s".formatted(START_LIMIT.toSeconds()));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the start was interrupted", e);
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

    private static void stop(ProcessHandle server) {
        server.destroy();
        if (!ChildProcesses.hasEnded(server, STOP_LIMIT)) {
            server.destroyForcibly();
            ChildProcesses.hasEnded(server, KILL_LIMIT);
        }
    }
}
