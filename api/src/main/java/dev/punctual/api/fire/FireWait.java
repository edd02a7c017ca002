package dev.punctual.api.fire;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.book.FireLedger;
import dev.punctual.workflows.fire.Fire;
import java.time.Duration;

/** Waits for the end of a fire by asking the ledger, at first often, then less so. It holds the caller's (virtual) thread. */
public final class FireWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final FireLedger ledger;

    public FireWait(FireLedger ledger) {
        this.ledger = ledger;
    }

    /** The fire as it is when it has ended, or when so much time has passed. */
    public Fire untilFinal(Fire fire, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        Duration pause = FIRST_PAUSE;
        Fire latest = fire;
        while (!latest.state().isFinal()) {
            long left = end - System.nanoTime();
            if (left <= 0 || !sleep(Math.min(left, pause.toNanos()))) {
                return latest;
            }
            latest = ledger.find(fire.task().namespace(), fire.id()).orElse(latest);
            pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
        }
        return latest;
    }

    private static boolean sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
            return true;
        } catch (InterruptedException e) {
            // the server stops: what is known is answered
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
