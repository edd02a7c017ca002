package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hears at once that a task was changed, whoever changed it. A hint, not a promise: a notice can be lost with the connection,
 * and the claim is what refuses what was revoked. After a lost connection the listener is told that it may have missed some.
 */
public final class TaskNotices implements AutoCloseable {
    static final String CHANNEL = "punctual_task";

    private static final Logger log = LoggerFactory.getLogger(TaskNotices.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Connector connector;
    private final Consumer<TaskId> changed;
    private final Runnable missed;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /** Opens a connection of its own: a listening one cannot go back to a pool. */
    @FunctionalInterface
    public interface Connector {
        Connection connect() throws SQLException;
    }

    /**
     * @param connector opens the connection to listen on
     * @param changed hears which task was changed
     * @param missed hears that notices may have been lost
     */
    public TaskNotices(Connector connector, Consumer<TaskId> changed, Runnable missed) {
        this.connector = connector;
        this.changed = changed;
        this.missed = missed;
    }

    /** Tells every worker, once the transaction has committed, that the task was changed. */
    static void announce(JdbcClient jdbc, TaskId task) {
        jdbc.sql("select pg_notify(:channel, :task)")
                .param("channel", CHANNEL)
                .param("task", task.toString())
                .query((row, number) -> number)
                .list();
    }

    /** Listens from now on, and reconnects as often as needed. */
    public void start() {
        thread = Thread.ofVirtual().name("task-notices").start(() -> {
            while (!closed) {
                try {
                    listen();
                } catch (SQLException e) {
                    if (!closed) {
                        log.warn("notices of changed tasks: connection lost, reconnecting: {}", Outage.brief(e));
                        pause();
                    }
                }
            }
        });
    }

    private void listen() throws SQLException {
        try (Connection connection = connector.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            missed.run();
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!closed) {
                PGNotification[] notices = postgres.getNotifications((int) WAIT.toMillis());
                if (notices != null) {
                    for (PGNotification notice : notices) {
                        changed.accept(TaskId.parse(notice.getParameter()));
                    }
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            log.debug("notices of changed tasks: woken while waiting to reconnect");
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread listening = thread;
        if (listening != null) {
            // ends a blocking read: an interrupted virtual thread closes its socket
            listening.interrupt();
        }
    }
}
