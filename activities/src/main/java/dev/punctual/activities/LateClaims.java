package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again where the answer to a claim came late, unless this worker was heard all the while. A network that lets nothing
 * through, or a process that stood still, withholds the answer and this worker's heartbeats alike: others may have taken it for
 * gone, given the claim up and begun another attempt, and then this one must not begin. Nor has this worker heard who wants the
 * attempt stopped.
 */
public final class LateClaims {
    private static final Logger log = LoggerFactory.getLogger(LateClaims.class);

    /** Well within a lease, which lasts for five seconds. */
    private static final Duration PROMPT = Duration.ofSeconds(2);

    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final int AT_ONCE = 4;

    private final FireBook fires;
    private final Predicate<Duration> heard;
    private final Consumer<TaskId> obey;
    private final InstantSource clock;
    private final Semaphore questions = new Semaphore(AT_ONCE);

    /**
     * @param fires knows which claims are in force
     * @param heard whether the book has heard of this worker without a gap since so long ago, and this worker knows that: while it
     *     is so, nobody else may have given up its claims
     * @param obey stops those attempts of a task that are to stop, also one that has not begun
     * @param clock the book's clock
     */
    public LateClaims(FireBook fires, Predicate<Duration> heard, Consumer<TaskId> obey, InstantSource clock) {
        this.fires = fires;
        this.heard = heard;
        this.obey = obey;
        this.clock = clock;
    }

    /**
     * Whether work may be begun by a claim that was granted; known at once if it was granted promptly.
     *
     * @param asked when it was asked for
     */
    boolean isInForce(TaskId task, FireId fire, UUID token, Instant asked) {
        if (!isDoubtful(asked)) {
            return true;
        }
        // few at a time: after a standstill thousands ask, and the connections are for all
        questions.acquireUninterruptibly();
        try {
            return isInForce(task, fire, token);
        } finally {
            questions.release();
        }
    }

    private boolean isInForce(TaskId task, FireId fire, UUID token) {
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
        } while (isDoubtful(since));
        obey.accept(task);
        return true;
    }

    private boolean isDoubtful(Instant since) {
        Duration time = Duration.between(since, clock.instant());
        return time.compareTo(PROMPT) > 0 && !heard.test(time);
    }

    /** Before that, a claim that is in force may be given up a moment later; false when interrupted. */
    private boolean awaitFreshLease() {
        try {
            while (!heard.test(Duration.ZERO)) {
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
