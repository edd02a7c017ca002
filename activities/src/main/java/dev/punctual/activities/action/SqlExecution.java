package dev.punctual.activities.action;

import dev.punctual.activities.action.SqlPools.NoDriverException;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.SqlAction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement on its way, on a thread that nobody interrupts while the database works: an interrupt would close the
 * connection, and the database would not notice.
 */
final class SqlExecution implements Callable<Outcome> {
    private static final Logger log = LoggerFactory.getLogger(SqlExecution.class);

    private final SqlAction action;
    private final List<@Nullable Object> parameters;
    private final SqlPools pools;
    private final int poolSize;
    private final Duration timeout;
    private @Nullable Thread connecting;
    private @Nullable PreparedStatement running;
    private @Nullable Connection connection;
    private boolean stopped;

    SqlExecution(SqlAction action, List<@Nullable Object> parameters, SqlPools pools, int poolSize, Duration timeout) {
        this.action = action;
        this.parameters = parameters;
        this.pools = pools;
        this.poolSize = poolSize;
        this.timeout = timeout;
    }

    @Override
    public Outcome call() {
        long begun = System.nanoTime();
        boolean connected = false;
        try (Connection open = connect()) {
            connected = true;
            Map<String, Object> result;
            try (PreparedStatement statement = open.prepareStatement(action.statement())) {
                runs(open, statement);
                // the driver's own limit counts in seconds; whoever waits for this stops it at the exact time
                statement.setQueryTimeout((int) timeout.plusMillis(1_999).toSeconds());
                statement.setMaxRows(SqlResult.MOST_ROWS + 1);
                for (int i = 0; i < parameters.size(); i++) {
                    statement.setObject(i + 1, parameters.get(i));
                }
                result = SqlResult.of(statement, statement.execute());
            } finally {
                runs(null, null);
            }
            result.put(
                    "durationMillis",
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            return new Outcome.Succeeded(result);
        } catch (NoDriverException e) {
            return new Outcome.Failed(new FireError("SQL_DRIVER", String.valueOf(e.getMessage())), null, false);
        } catch (SQLException e) {
            return connected
                    ? SqlFailures.of(e, action.dataSource(), pools)
                    : SqlFailures.unreachable(action.dataSource(), poolSize);
        }
    }

    private Connection connect() throws SQLException, NoDriverException {
        synchronized (this) {
            if (stopped) {
                throw new SQLException("stopped before it connected");
            }
            connecting = Thread.currentThread();
        }
        try {
            return pools.connect(action.dataSource());
        } finally {
            synchronized (this) {
                connecting = null;
                // an interrupt that came too late for the wait is not for the statement
                Thread.interrupted();
            }
        }
    }

    private synchronized void runs(@Nullable Connection open, @Nullable PreparedStatement statement)
            throws SQLException {
        connection = open;
        running = statement;
        if (stopped && statement != null) {
            throw new SQLException("stopped before it began");
        }
    }

    /** Asks whatever it waits for to end; to be repeated until it has ended. */
    void stop() {
        PreparedStatement statement;
        synchronized (this) {
            stopped = true;
            if (connecting != null) {
                connecting.interrupt();
            }
            statement = running;
        }
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                log.debug("a statement on '{}' cannot be cancelled yet", action.dataSource(), e);
            }
        }
    }

    /** Breaks the connection, of a database that does not hear. */
    void abort() {
        Connection open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("a connection to '{}' cannot be aborted", action.dataSource(), e);
            }
        }
    }
}
