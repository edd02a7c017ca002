package dev.punctual.book;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/** Tells an outage of the database, which passes, from a statement that it rejects. */
public final class Outage {
    /** Connection lost (08), serialization or deadlock (40), resources (53), operator intervention (57), system error (58). */
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58");

    /** Read-only transaction: the server is being replaced by its standby. */
    private static final String READ_ONLY = "25006";

    /** Severities after which a server closes the connection. */
    private static final Set<String> ENDS = Set.of("FATAL", "PANIC");

    private Outage() {}

    /** Whether the same statement may succeed later. */
    public static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof BookUnavailableException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                // the pool has no state to tell when it could not get a connection in time
                return state == null
                        || state.equals(READ_ONLY)
                        || PASSING.stream().anyMatch(state::startsWith)
                        || endsTheConnection(sql);
            }
        }
        return false;
    }

    /** Whatever the code: the server did not reject a statement, but gave up the connection, or itself. */
    private static boolean endsTheConnection(SQLException failure) {
        ServerErrorMessage answer = failure instanceof PSQLException said ? said.getServerErrorMessage() : null;
        return answer != null && ENDS.contains(String.valueOf(answer.getSeverity()));
    }

    /** The reason in one line, without the statement. */
    static String brief(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = String.valueOf(cause.getMessage());
        int line = message.indexOf('\n');
        return cause.getClass().getSimpleName() + ": " + (line < 0 ? message : message.substring(0, line));
    }
}
