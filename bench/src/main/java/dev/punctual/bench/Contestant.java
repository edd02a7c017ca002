package dev.punctual.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A system that is up and waits for its tasks. Closing it ends all that it started. */
interface Contestant extends AutoCloseable {

    /**
     * Registers all tasks, durably, and lets them fire.
     *
     * @param dueFile the same workload as a file
     * @param limit how long it may take at most
     */
    void register(Workload workload, Path dueFile, Duration limit);

    /** @throws BenchException when it has ended by itself */
    void check();

    /** Processor time of all of its processes with their servers until now; empty where the system does not tell. */
    OptionalLong cpuMicros();

    /** Kills the scheduler's own process at once. */
    void kill();

    /** Starts the killed process again; returns as soon as that is under way. */
    void startAgain();

    @Override
    void close();
}
