package dev.punctual.api.live;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one who waits for news; also when the news came first. */
final class Signal {
    private final Semaphore news = new Semaphore(0);

    void give() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Waits for news; false when there was none in time. */
    boolean await(Duration longest) throws InterruptedException {
        boolean given = news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
        return given;
    }
}
