package dev.punctual.workerapp;

import dev.punctual.book.BookClock;
import dev.punctual.book.Migrations;
import dev.punctual.book.Partitions;
import dev.punctual.workerapp.duty.Duty;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings the process to work, step by step, each tried again until it succeeds: open the book, begin the duties, warm the path
 * up, take work. Neither PostgreSQL nor Temporal has to be there when the process starts. At the end it goes back in order.
 */
public final class Running implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {
    /** After the web server, which stops first, so that no request finds a process half gone. */
    static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 4_096;

    private static final Logger log = LoggerFactory.getLogger(Running.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataSource database;
    private final JdbcClient jdbc;
    private final BookClock clock;
    private final Partitions partitions;
    private final Parts parts;
    private final CountDownLatch serving = new CountDownLatch(1);
    private volatile State state = State.STOPPED;
    private volatile @Nullable Thread starting;

    /** How far the process has come. */
    enum State {
        STOPPED,
        /** PostgreSQL does not answer yet, or its tables are being made. */
        OPENING_THE_BOOK,
        /** The duties run; the worker waits for Temporal. */
        WAITING_FOR_TEMPORAL,
        /** All is up. */
        RUNNING
    }

    /**
     * What is started and stopped.
     *
     * @param beginnings started once the book is open
     * @param duties started after them
     * @param warmUp made before work is taken
     * @param firstVisit made beside all that, once requests are answered; null in a process without the API
     * @param workers take work; null in a process without that role
     * @param ends closed last to first at the stop, after the workers have drained
     * @param whenUp told once all is up
     */
    record Parts(
            List<Runnable> beginnings,
            List<Duty> duties,
            Runnable warmUp,
            @Nullable FirstVisit firstVisit,
            @Nullable Workers workers,
            List<AutoCloseable> ends,
            Runnable whenUp) {}

    /** All is up: requests are answered, and the worker takes fires. */
    public record Up() {}

    Running(DataSource database, JdbcClient jdbc, BookClock clock, Partitions partitions, Parts parts) {
        this.database = database;
        this.jdbc = jdbc;
        this.clock = clock;
        this.partitions = partitions;
        this.parts = parts;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent requestsAreAnswered) {
        serving.countDown();
    }

    State state() {
        return state;
    }

    @Override
    public void start() {
        state = State.OPENING_THE_BOOK;
        starting = Thread.ofVirtual().name("starting").start(this::startStepByStep);
    }

    private void startStepByStep() {
        try {
            untilItSucceeds("open the book", this::openBook);
            parts.beginnings().forEach(Runnable::run);
            parts.duties().forEach(Duty::start);
            state = State.WAITING_FOR_TEMPORAL;
            FirstVisit firstVisit = parts.firstVisit();
            if (firstVisit != null) {
                Thread.ofVirtual().name("first-visit").start(() -> onceServing(firstVisit));
            }
            Workers workers = parts.workers();
            if (workers != null) {
                untilItSucceeds("warm up", parts.warmUp());
                untilItSucceeds("take work from Temporal", workers::start);
            }
            state = State.RUNNING;
            serving.await();
            parts.whenUp().run();
        } catch (InterruptedException e) {
            log.debug("stopped while starting");
        }
    }

    private void onceServing(Runnable visit) {
        try {
            serving.await();
            visit.run();
        } catch (InterruptedException e) {
            log.debug("stopped while starting");
        }
    }

    private void openBook() {
        int applied = Migrations.apply(database);
        if (applied > 0) {
            log.info("made the book's tables: {} migrations", applied);
        }
        Instant now = jdbc.sql("select clock_timestamp()")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
        clock.read(now);
        partitions.ensure(now);
    }

    private void untilItSucceeds(String what, Runnable step) throws InterruptedException {
        while (state != State.STOPPED) {
            try {
                step.run();
                return;
            } catch (RuntimeException e) {
                log.warn("cannot {} yet, trying again: {}", what, rootMessage(e));
                log.debug("cannot {} yet", what, e);
            }
            Thread.sleep(PAUSE);
        }
        throw new InterruptedException("stopping");
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    @Override
    public void stop() {
        state = State.STOPPED;
        Thread thread = starting;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Workers workers = parts.workers();
        if (workers != null) {
            workers.drain();
        }
        parts.duties().reversed().forEach(Duty::close);
        for (AutoCloseable end : parts.ends().reversed()) {
            try {
                end.close();
            } catch (Exception e) {
                log.warn("could not close {} in order", end.getClass().getSimpleName(), e);
            }
        }
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return state != State.STOPPED;
    }
}
