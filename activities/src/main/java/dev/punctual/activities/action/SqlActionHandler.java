package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.SqlAction;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Executes a SQL statement. What it promises:
 *
 * <ul>
 *   <li>Only the operator's data sources are connected to; their addresses, users and passwords appear in no message.
 *   <li>Parameters are bound, placeholders are filled in parameters alone: nothing is ever written into a statement.
 *   <li>The statement is a transaction of its own.
 *   <li>At the context's timeout, and when interrupted, the database is asked to cancel the statement; a connection whose
 *       database does not hear is broken.
 *   <li>Of a result at most 20 rows and about 16 KiB are read and kept.
 * </ul>
 */
public final class SqlActionHandler implements ActionHandler<SqlAction>, AutoCloseable {
    /** How long a database may take to cancel a statement before its connection is broken. */
    private static final Duration CANCELLING = Duration.ofSeconds(1);

    private static final Duration ABORTING = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Map<String, SqlDataSource> sources;
    private final SqlPools pools;
    private final Clock clock;
    private final ActionTimers timers;

    /**
     * @param sources the operator's data sources by name
     * @param meters counts and times the statements as {@code punctual.sql.duration}, by outcome
     */
    public SqlActionHandler(Map<String, SqlDataSource> sources, MeterRegistry meters) {
        this.sources = Map.copyOf(sources);
        pools = new SqlPools(sources);
        clock = meters.config().clock();
        timers = new ActionTimers(
                meters,
                "punctual.sql.duration",
                "How long statements of SQL actions take, with the wait for a connection",
                "success",
                "error",
                "unreachable",
                "timeout",
                "refused",
                "interrupted");
    }

    @Override
    public Class<SqlAction> kind() {
        return SqlAction.class;
    }

    @Override
    public Outcome perform(SqlAction action, FireContext context) throws InterruptedException {
        long begun = clock.monotonicTime();
        Outcome outcome = null;
        try {
            outcome = execute(action, context);
            return outcome;
        } finally {
            timers.record(word(outcome), clock.monotonicTime() - begun);
        }
    }

    private Outcome execute(SqlAction action, FireContext context) throws InterruptedException {
        SqlDataSource source = sources.get(action.dataSource());
        if (source == null) {
            return new Outcome.Failed(
                    new FireError(
                            "SQL_DATA_SOURCE",
                            "this worker has no data source '%s'; its operator names them in punctual.actions.sql.data-sources"
                                    .formatted(action.dataSource())),
                    null,
                    false);
        }
        SqlExecution execution = new SqlExecution(
                action, parameters(action, context), pools, source.maximumPoolSize(), context.timeout());
        FutureTask<Outcome> result = new FutureTask<>(execution);
        Thread.ofVirtual().name("sql-" + context.fire()).start(result);
        try {
            return result.get(context.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            Outcome late = stop(execution, result);
            // what ended well at the last moment has taken effect
            return late instanceof Outcome.Succeeded
                    ? late
                    : new Outcome.TimedOut(new FireError(
                            "TIMEOUT",
                            "data source '%s' did not execute the statement within the task's timeout of %s; it was cancelled"
                                    .formatted(action.dataSource(), context.timeout())));
        } catch (InterruptedException e) {
            stop(execution, result);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an execution ends with an outcome, never with an exception", e);
        }
    }

    /** Ends it, whatever happens to the thread; answers how it ended, null when it does not end. */
    private static @Nullable Outcome stop(SqlExecution execution, FutureTask<Outcome> result) {
        boolean interrupted = false;
        try {
            long deadline = System.nanoTime() + CANCELLING.toNanos();
            while (System.nanoTime() < deadline) {
                // on a thread of its own: it may take a connection of its own, to a database that is away
                Thread.startVirtualThread(execution::stop);
                try {
                    return result.get(AGAIN.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException _) {
                    // it may not have begun when it was asked to end, so it is asked again
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            Thread.startVirtualThread(execution::abort);
            return result.get(ABORTING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (InterruptedException _) {
            interrupted = true;
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an execution ends with an outcome, never with an exception", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<@Nullable Object> parameters(SqlAction action, FireContext context) {
        Placeholders placeholders = new Placeholders(context);
        List<@Nullable Object> parameters = new ArrayList<>();
        for (Object parameter : action.parameters()) {
            // a text stays a text: the statement casts it
            parameters.add(parameter instanceof String text ? placeholders.inText(text) : parameter);
        }
        return parameters;
    }

    private static String word(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "interrupted";
            case Outcome.Succeeded _ -> "success";
            case Outcome.TimedOut _ -> "timeout";
            case Outcome.Failed failed ->
                switch (failed.error().type()) {
                    case "SQL_ERROR" -> "error";
                    case "SQL_CONNECT" -> "unreachable";
                    default -> "refused";
                };
            case Outcome.Cancelled _, Outcome.Lost _ -> "interrupted";
        };
    }

    /** Closes all connections; statements that run fail. */
    @Override
    public void close() {
        pools.close();
    }
}
