package dev.punctual.workerapp;

import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.Holds;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.book.EngineBook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is measured of a process when it is asked: how much it holds and runs, and what the engine owes. */
final class ProcessMetrics implements MeterBinder {
    private static final Logger log = LoggerFactory.getLogger(ProcessMetrics.class);
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    private final Holds holds;
    private final RunningAttempts running;
    private final CatchUpGate gate;
    private final EngineBook engine;

    ProcessMetrics(Holds holds, RunningAttempts running, CatchUpGate gate, EngineBook engine) {
        this.holds = holds;
        this.running = running;
        this.gate = gate;
        this.engine = engine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("punctual.held", holds, Holds::count)
                .description("Fires that this worker holds for their instant")
                .register(registry);
        Gauge.builder("punctual.running", running, RunningAttempts::count)
                .description("Attempts that this worker performs")
                .register(registry);
        Gauge.builder("punctual.catch.up.waiting", gate, CatchUpGate::waiting)
                .description("Missed fires that wait to be caught up by this worker")
                .register(registry);
        Gauge.builder("punctual.catch.up.rate", gate, CatchUpGate::rate)
                .description("Missed fires that this worker starts in a second at most, as of the latest catch-up")
                .register(registry);
        Gauge.builder("punctual.tasks.overdue", engine, book -> ask(book, asked -> asked.countOverdue(OVERDUE)))
                .description("Tasks whose instant passed unclaimed more than ten seconds ago")
                .register(registry);
        Gauge.builder("punctual.engine.behind", engine, book -> ask(book, EngineBook::countBehind))
                .description("Tasks of whose present version the engine has not been told")
                .register(registry);
    }

    /** Not a number while the book is away: a scrape must not fail for it. */
    private static double ask(EngineBook book, ToLongFunction<EngineBook> question) {
        try {
            return question.applyAsLong(book);
        } catch (RuntimeException e) {
            log.debug("the book could not be asked for a metric", e);
            return Double.NaN;
        }
    }
}
