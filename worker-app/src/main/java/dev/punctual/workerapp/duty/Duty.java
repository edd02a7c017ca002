package dev.punctual.workerapp.duty;

import dev.punctual.book.Outage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one pass after the other until it is stopped. A pass that fails is logged and the next one comes as usual. */
public final class Duty implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Duty.class);

    private final String name;
    private final Duration every;
    private final Pass pass;
    private @Nullable Thread thread;
    private volatile boolean stopped;

    /**
     * @param name for logs and thread dumps
     * @param every the pause between two passes
     * @param pass what is done
     */
    public Duty(String name, Duration every, Pass pass) {
        this.name = name;
        this.every = every;
        this.pass = pass;
    }

    /** Begins with a pass at once. */
    public synchronized void start() {
        if (thread == null && !stopped) {
            thread = Thread.ofVirtual().name("duty-" + name).start(this::passUntilStopped);
        }
    }

    private void passUntilStopped() {
        while (!stopped) {
            try {
                pass.runOnce();
            } catch (RuntimeException e) {
                logFailure(e);
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                // only close() interrupts
                return;
            }
        }
    }

    private void logFailure(RuntimeException failure) {
        if (stopped) {
            log.debug("duty {}: a pass was cut off by the stop", name, failure);
        } else if (Outage.isOne(failure)) {
            log.warn("duty {}: the database is away, the next pass tries again", name);
        } else {
            log.warn("duty {}: a pass failed, the next one tries again", name, failure);
        }
    }

    /** Makes no further pass, and waits for the one that is under way. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            stopped = true;
            running = thread;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
