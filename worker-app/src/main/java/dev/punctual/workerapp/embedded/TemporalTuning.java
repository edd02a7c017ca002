package dev.punctual.workerapp.embedded;

import java.util.List;

/**
 * Dynamic configuration of the embedded Temporal server. Its defaults throttle a busy scheduler on a small machine: they
 * suit a cluster with many tenants. Values are JSON.
 */
final class TemporalTuning {

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
            // a task may be woken and restarted within a second
            "history.workflowIdReuseMinimalInterval=\"0s\"");

    private TemporalTuning() {}
}
