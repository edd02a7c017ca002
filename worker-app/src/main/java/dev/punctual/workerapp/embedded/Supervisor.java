package dev.punctual.workerapp.embedded;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workerapp.StartRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts one embedded server when it dies. A first death is answered at once; a server that keeps dying is given more
 * and more time, up to {@link #LONGEST_PAUSE}.
 */
final class Supervisor {

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A server that ran this long since its last restart is healthy again. */
    static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration BETWEEN_PASSES = Duration.ofMillis(250);

    private final EmbeddedServer server;
    private final InstantSource clock;
    private @Nullable Thread thread;
    private @Nullable Instant lastTry;
    private Duration pause = Duration.ZERO;

    Supervisor(EmbeddedServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    void start() {
        thread =
                Thread.ofPlatform().daemon().name("supervisor-" + server.name()).start(this::loop);
    }

    /** Stops watching; once this returns, nothing is restarted any more. */
    void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    /** One look at the server; says whether it was restarted. */
    boolean runOnce() {
        if (!server.hasDied()) {
            return false;
        }
        Instant now = clock.instant();
        Instant last = lastTry;
        if (last != null && now.isAfter(last.plus(HEALTHY_AFTER))) {
            pause = Duration.ZERO;
        }
        if (last != null && now.isBefore(last.plus(pause))) {
            return false;
        }
        log.warn("{} has died: restarting it", server.name());
        lastTry = now;
        pause = next(pause);
        try {
            server.start();
        } catch (StartRefusedException e) {
            log.error("{} could not be restarted, next try in {} ms", server.name(), pause.toMillis(), e);
            return false;
        }
        log.info("{} runs again on port {}", server.name(), server.port());
        return true;
    }

    private static Duration next(Duration pause) {
        return pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private void loop() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                runOnce();
                Thread.sleep(BETWEEN_PASSES);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("{} could not be looked after, trying again", server.name(), e);
            }
        }
    }
}
