package dev.punctual.bench;

import dev.punctual.bench.probe.ProcessTimes;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Another scheduler: a process for itself, and one that keeps the PostgreSQL or Temporal which it works with. */
final class PeerContestant implements Contestant {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String MAINS = "dev.punctual.peers.";
    private static final String NONE = "-";

    /** As Punctual configures its own Temporal, with room for Schedules. */
    private static final String TEMPORAL_TUNING = String.join(
            ";",
            "frontend.rps=20000",
            "frontend.namespaceRPS=20000",
            "frontend.namespaceRPS.visibility=200",
            "frontend.persistenceMaxQPS=20000",
            "matching.rps=20000",
            "matching.persistenceMaxQPS=20000",
            "history.rps=20000",
            "history.persistenceMaxQPS=50000",
            "matching.numTaskqueueReadPartitions=1",
            "matching.numTaskqueueWritePartitions=1",
            "history.timerProcessorMaxPollRPS=100",
            "history.transferProcessorMaxPollRPS=100",
            "history.visibilityProcessorMaxPollRPS=100",
            "history.timerProcessorMaxTimeShift=\"300ms\"",
            "history.timerProcessorSchedulerWorkerCount=64",
            "history.transferProcessorSchedulerWorkerCount=64",
            "history.visibilityProcessorSchedulerWorkerCount=32",
            "history.hostLevelCacheMaxSize=20000",
            "system.forceSearchAttributesCacheRefreshOnRead=false",
            "worker.schedulerNamespaceStartWorkflowRPS=1000",
            "worker.persistenceMaxQPS=2000");

    private final PeerSystem system;
    private final Map<String, String> environment;
    private final Path directory;
    private final String sinkUrl;
    private final PeerProcess servers;
    private final long serverPid;
    private final Optional<ProcessHandle> server;
    private final String address;
    private PeerProcess process;

    private PeerContestant(
            PeerSystem system,
            Map<String, String> environment,
            Path directory,
            String sinkUrl,
            PeerProcess servers,
            List<String> ready) {
        this.system = system;
        this.environment = environment;
        this.directory = directory;
        this.sinkUrl = sinkUrl;
        this.servers = servers;
        this.serverPid = Long.parseLong(ready.getFirst());
        this.server = ProcessHandle.of(serverPid);
        this.address = ready.get(1);
        this.process = startProcess();
    }

    /** Starts one with servers of its own, and waits until it is ready. */
    static PeerContestant open(PeerSystem system, Map<String, String> environment, Path directory, String sinkUrl) {
        PeerProcess servers = PeerProcess.start(
                environment,
                MAINS + "ServersMain",
                "the servers of " + system.label(),
                directory.resolve("servers.log"),
                arguments(system.servers(), environment, home(directory)));
        try {
            PeerContestant contestant = new PeerContestant(
                    system, environment, directory, sinkUrl, servers, servers.await("ready", START_LIMIT));
            contestant.awaitUp();
            return contestant;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private static List<String> arguments(PeerSystem.Servers servers, Map<String, String> environment, Path home) {
        return switch (servers) {
            case OWN -> throw new IllegalArgumentException("Punctual starts its servers itself");
            case DATABASE -> List.of(home.toString(), NONE);
            case TEMPORAL ->
                List.of(home.toString(), TemporalProgram.find(environment).toString(), "");
            case TEMPORAL_TUNED ->
                List.of(home.toString(), TemporalProgram.find(environment).toString(), TEMPORAL_TUNING);
        };
    }

    private static Path home(Path directory) {
        return directory.toAbsolutePath().resolve("home");
    }

    private PeerProcess startProcess() {
        boolean onDatabase = system.servers() == PeerSystem.Servers.DATABASE;
        return PeerProcess.start(
                environment,
                MAINS + "PeerMain",
                system.label(),
                directory.resolve(system.label() + ".log"),
                List.of(system.label(), sinkUrl, onDatabase ? address : NONE, onDatabase ? NONE : address));
    }

    private void awaitUp() {
        try {
            process.await("up", START_LIMIT);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    @Override
    public void register(Workload workload, Path dueFile, Duration limit) {
        process.tell("register " + dueFile.toAbsolutePath());
        process.await("registered", limit);
        process.tell("run");
        process.await("running", START_LIMIT);
    }

    @Override
    public void check() {
        servers.check();
        process.check();
    }

    @Override
    public OptionalLong cpuMicros() {
        long own = ProcessTimes.ofProcess(process.pid());
        return own < 0
                ? OptionalLong.empty()
                : ProcessTimes.ofTree(serverPid)
                        .map(times -> OptionalLong.of(own + times.totalMicros()))
                        .orElse(OptionalLong.empty());
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void startAgain() {
        process = startProcess();
        // it reads this when it is up
        process.tell("run");
    }

    @Override
    public void close() {
        process.close();
        servers.close();
        // its keeper ends it, unless that took too long
        server.ifPresent(ProcessHandle::destroyForcibly);
        try {
            if (Files.exists(home(directory))) {
                PunctualProcess.deleteHome(directory);
            }
        } catch (UncheckedIOException e) {
            throw new BenchException("The servers of %s still write in %s".formatted(system.label(), directory), e);
        }
    }
}
