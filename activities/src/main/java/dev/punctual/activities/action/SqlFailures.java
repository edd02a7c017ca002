package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import java.sql.SQLException;
import java.util.Set;

/** Says why a statement failed, and whether the same statement could succeed later: by the class of its SQLSTATE. */
final class SqlFailures {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final String UNKNOWN = "00000";

    /** What the statement or its parameters alone decide: data, constraints, rights, syntax, features, a raised exception. */
    private static final Set<String> FINAL_CLASSES =
            Set.of("07", "0A", "21", "22", "23", "26", "28", "2B", "2F", "34", "3D", "3F", "42", "44", "P0");

    private static final Set<String> FINAL_STATES = Set.of("25006");

    private SqlFailures() {}

    /** The connection failed; drivers may quote the address, so nothing of their texts is shown. */
    static Outcome.Failed unreachable(String dataSource, int poolSize) {
        return new Outcome.Failed(
                new FireError(
                        "SQL_CONNECT",
                        "data source '%s' gave no connection within %d seconds: it is away, refuses its user, or all %d connections of this worker are in use"
                                .formatted(dataSource, SqlPools.CONNECTING.toSeconds(), poolSize)),
                null,
                true);
    }

    static Outcome.Failed of(SQLException failure, String dataSource, SqlPools pools) {
        String state = stateOf(failure);
        String message = String.valueOf(failure.getMessage());
        // the text after the first line is the place in the statement
        String said = pools.withoutSecrets(
                dataSource, StorableText.of(message.lines().findFirst().orElse("")));
        String shown = said.length() <= LONGEST_MESSAGE ? said : said.substring(0, LONGEST_MESSAGE - 1) + "…";
        return new Outcome.Failed(
                new FireError(
                        "SQL_ERROR",
                        "data source '%s' refuses the statement (%s): %s".formatted(dataSource, state, shown),
                        "SQL_" + state),
                null,
                !FINAL_STATES.contains(state) && !FINAL_CLASSES.contains(state.substring(0, 2)));
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.length() != UNKNOWN.length() ? UNKNOWN : state;
    }
}
