package dev.punctual.book;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers and their leases. */
public interface WorkerBook {
    /** Says that the worker lives; this keeps its lease on the fires that it has claimed. */
    void heartbeat(Heartbeat heartbeat);

    /** Takes an orderly leave. */
    void leave(String worker);

    /** The workers whose lease has not lapsed. */
    List<Worker> live(Duration lease);

    /** Whether a worker's lease lapsed within the last span without its leave. */
    boolean hasVanished(Duration lease, Duration span);

    /**
     * Attempts in progress that are older than the lease of their worker, which has lapsed; and those that the given worker
     * claimed but does not know of (the answer to its claim never reached it). What other programs' workers perform is never among them.
     *
     * @param asking a worker that has kept its own lease for that long, so that the book was not simply away
     * @param known the tokens of the claims that it is working on
     */
    List<LostAttempt> lostAttempts(String asking, Set<UUID> known, Duration lease, int limit);

    /**
     * A sign of life.
     *
     * @param worker the worker's name, new at every start of its process
     * @param host the machine's name
     * @param pid of the process
     * @param roles of the process, e.g. {@code api,worker}
     * @param startedAt when the process started
     * @param held how many fires it holds for their instant
     * @param running how many attempts it performs
     * @param cpuLoad of the process, 0 to 1; null when unknown
     * @param memoryBytes used by the process
     */
    record Heartbeat(
            String worker,
            String host,
            long pid,
            String roles,
            Instant startedAt,
            int held,
            int running,
            @Nullable Double cpuLoad,
            long memoryBytes) {}

    /** A worker, and when it was last heard of. */
    record Worker(Heartbeat latest, Instant heartbeatAt) {}

    /**
     * An attempt that nobody performs any more.
     *
     * @param task its task, as the planner sees it
     * @param fire which fire
     * @param attempt the attempt's number
     * @param token of its claim
     * @param worker who had claimed it
     * @param firstClaimedAt when the fire's first attempt was claimed
     */
    record LostAttempt(
            DueTask task,
            FireId fire,
            int attempt,
            UUID token,
            @Nullable String worker,
            Instant firstClaimedAt) {}
}
