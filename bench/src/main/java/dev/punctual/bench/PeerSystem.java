package dev.punctual.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The schedulers that are measured beside each other, each as it comes and at its best effort. {@code dev.punctual.peers} has
 * an adapter of the same name for each but Punctual.
 */
enum PeerSystem {
    PUNCTUAL(Servers.OWN, 60, "as it comes: embedded mode"),
    TEMPORAL(Servers.TEMPORAL, 60, "start delay + activity; server and SDK as they come"),
    TEMPORAL_TUNED(
            Servers.TEMPORAL_TUNED,
            60,
            "start delay + activity; the server configured as Punctual's own, GOGC=400; 2,000 slots, 20 pollers of each"
                    + " kind, virtual threads, no gzip"),
    TEMPORAL_SCHEDULES(
            Servers.TEMPORAL, 25, "Schedules + activity, due instants rounded up to whole seconds; as they come"),
    TEMPORAL_SCHEDULES_TUNED(
            Servers.TEMPORAL_TUNED,
            25,
            "Schedules + activity, due instants rounded up to whole seconds; tuned as above, 1,000 starts per second"
                    + " allowed"),
    DB_SCHEDULER(Servers.DATABASE, 300, "polls every 10 s, 10 threads: its defaults"),
    DB_SCHEDULER_TUNED(
            Servers.DATABASE, 300, "lock-and-fetch (0.5, 4.0) every 100 ms, 50 threads, heartbeat every second"),
    QUARTZ(Servers.DATABASE, 100, "clustered JDBC store, 10 threads: its defaults"),
    QUARTZ_TUNED(
            Servers.DATABASE,
            100,
            "clustered JDBC store, 50 threads, batches of 50 under the lock, idle wait 1 s, misfire threshold 5 min,"
                    + " check-in every second"),
    JOBRUNR(Servers.DATABASE, 200, "open-source edition, polls every 15 s: its defaults"),
    JOBRUNR_TUNED(Servers.DATABASE, 200, "open-source edition, polls every 5 s, 50 workers");

    /** What a system needs beside its own process. */
    enum Servers {
        /** It starts them itself. */
        OWN,
        DATABASE,
        TEMPORAL,
        TEMPORAL_TUNED
    }

    private final Servers servers;
    private final int registeredPerSecond;
    private final String configuration;

    PeerSystem(Servers servers, int registeredPerSecond, String configuration) {
        this.servers = servers;
        this.registeredPerSecond = registeredPerSecond;
        this.configuration = configuration;
    }

    /**
     * The systems that a list of names asks for.
     *
     * @param names separated by commas; {@code all} for all, in their order
     */
    static List<PeerSystem> named(String names) {
        return names.equals("all")
                ? List.of(values())
                : Arrays.stream(names.split(",", -1))
                        .map(String::strip)
                        .map(PeerSystem::one)
                        .toList();
    }

    private static PeerSystem one(String name) {
        return Arrays.stream(values())
                .filter(system -> system.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new BenchException("'%s' is no system that can be measured; choose among %s, or all."
                        .formatted(
                                name,
                                Arrays.stream(values()).map(PeerSystem::label).toList())));
    }

    /** Its name on the command line, in reports, and of its adapter. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Servers servers() {
        return servers;
    }

    /** Whether it knows no finer instants. */
    boolean wholeSeconds() {
        return this == TEMPORAL_SCHEDULES || this == TEMPORAL_SCHEDULES_TUNED;
    }

    /** A careful guess, from which follows how long before the first instant the registration begins. */
    int registeredPerSecond() {
        return registeredPerSecond;
    }

    /** How it is set up, for the report. */
    String configuration() {
        return configuration;
    }
}
