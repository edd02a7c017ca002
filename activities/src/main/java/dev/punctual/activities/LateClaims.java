package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again where the answer to a claim came late. Whatever withheld it, a network that lets nothing through or a process that
 * stood still, has withheld this worker's heartbeats, too: others may have taken it for gone, given the claim up and begun
 * another attempt, and then this one must not begin. Nor has this worker heard who wants the attempt stopped.
 */
public final class LateClaims {
    private static final Logger log = LoggerFactory.getLogger(LateClaims.class);

    /** Well within a lease, which lasts for five seconds. */
    private static final Duration PROMPT = Duration.ofSeconds(2);

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final FireBook fires;
    private final BooleanSupplier freshLease;
    private final Consumer<TaskId> obey;
    private final InstantSource clock;

    /**
     * @param fires knows which claims are in force
     * @param freshLease whether the book has heard of this worker just now, and this worker knows that: while it is so, nobody
     *     else may have given up its claims
     * @param obey stops those attempts of a task that are to stop, also one that has not begun
     * @param clock the book's clock
     */
    public LateClaims(FireBook fires, BooleanSupplier freshLease, Consumer<TaskId> obey, InstantSource clock) {
        this.fires = fires;
        this.freshLease = freshLease;
        this.obey = obey;
        this.clock = clock;
    }

    /**
     * Whether work may be begun by a claim that was granted; known at once if it was granted promptly.
     *
     * @param asked when it was asked for
     */
    boolean isInForce(TaskId task, FireId fire, UUID token, Instant asked) {
        if (!isLate(asked)) {
            return true;
        }
        Instant since;
        do {
            if (!awaitFreshLease()) {
                return false;
            }
            since = clock.instant();
            if (!fires.claims(task).containsKey(token)) {
                log.warn("fire {} of {}: its claim was granted late and given up by others meanwhile", fire, task);
                return false;
            }
        } while (isLate(since));
        obey.accept(task);
        return true;
    }

    private boolean isLate(Instant since) {
        return Duration.between(since, clock.instant()).compareTo(PROMPT) > 0;
    }

    /** Before that, a claim that is in force may be given up a moment later; false when interrupted. */
    private boolean awaitFreshLease() {
        try {
            while (!freshLease.getAsBoolean()) {
                Thread.sleep(BETWEEN);
            }
            return true;
        } catch (InterruptedException e) {
            // the attempt was given up; nobody works by its claim, and the watch over leases ends it
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
