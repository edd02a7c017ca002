package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dynamic configuration of the embedded Temporal server. Its defaults throttle a busy scheduler on a small machine: they
 * suit a cluster with many tenants. Values are JSON.
 */
final class TemporalTuning {
    private static final Logger log = LoggerFactory.getLogger(TemporalTuning.class);

    static final List<String> DYNAMIC_CONFIG = List.of(
            // rate limits, out of the way: the only client is Punctual, and its own admission comes first
            "frontend.rps=20000",
            "frontend.namespaceRPS=20000",
            "frontend.namespaceRPS.visibility=200",
            "frontend.persistenceMaxQPS=20000",
            "matching.rps=20000",
            "matching.persistenceMaxQPS=20000",
            "history.rps=20000",
            "history.persistenceMaxQPS=50000",
            // one partition a queue: there is one matching node, and more only add forwarding
            "matching.numTaskqueueReadPartitions=1",
            "matching.numTaskqueueWritePartitions=1",
            // the default polls of 20 a second make each hop wait up to 50 ms
            "history.timerProcessorMaxPollRPS=100",
            "history.transferProcessorMaxPollRPS=100",
            "history.visibilityProcessorMaxPollRPS=100",
            // how far a timer may be late on purpose, so that timers are read together; the lead covers it
            "history.timerProcessorMaxTimeShift=\"300ms\"",
            // the defaults of 512 goroutines a queue only compete for SQLite's one connection
            "history.timerProcessorSchedulerWorkerCount=64",
            "history.transferProcessorSchedulerWorkerCount=64",
            "history.visibilityProcessorSchedulerWorkerCount=32",
            // memory: the default is 128,000 cached histories
            "history.hostLevelCacheMaxSize=20000",
            "system.enableActivityEagerExecution=true",
            // or each workflow reads the list of search attributes from the database three times
            "system.forceSearchAttributesCacheRefreshOnRead=false",
            // under a backlog, fairness keys take turns; without it their tasks are taken in the order they came
            "matching.enableFairness=true",
            // a task may be woken and restarted within a second
            "history.workflowIdReuseMinimalInterval=\"0s\"");

    private static final String NICENESS = "10";

    private TemporalTuning() {}

    /**
     * Memory for processor time: with Go's defaults the server spends a quarter of its time on collecting garbage of a small
     * heap. What the user has set stays.
     */
    static void environment(Map<String, String> environment) {
        environment.put("TEMPORAL_VERSION_CHECK_DISABLED", "1");
        environment.putIfAbsent("GOGC", "400");
        environment.putIfAbsent("GOMEMLIMIT", "2GiB");
    }

    /**
     * The engine works ahead of the instant by the lead, everybody else at the instant: so it is the one that gives way. Linux
     * weighs sessions against each other, and processes within one; both are told.
     */
    static void giveWay(Process server) {
        try {
            ChildProcesses.run(
                    List.of("renice", "-n", NICENESS, "-p", Long.toString(server.pid())),
                    environment -> {},
                    Duration.ofSeconds(5));
            Path session = Path.of("/proc", Long.toString(server.pid()), "autogroup");
            if (Files.exists(session)) {
                Files.writeString(session, NICENESS);
            }
        } catch (IOException e) {
            log.debug("the Temporal server keeps the priority of others", e);
        }
    }
}
