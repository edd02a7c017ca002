package dev.punctual.workerapp.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The part of the embedded Temporal server's database that the Web UI lists workflows from. The server makes an index for each
 * search attribute that anybody could ever use, 58 of them, and every workflow's end rewrites all of them: more work than all
 * else that a workflow costs. Without them, the filters of the Web UI that they serve read the list from end to end.
 */
final class TemporalVisibility {
    private static final Logger log = LoggerFactory.getLogger(TemporalVisibility.class);

    /** For the list of workflows, open ones first, and for finding one by its id. */
    private static final Set<String> KEPT = Set.of("default_idx", "by_workflow_id");

    /** How long the server may be writing meanwhile. */
    private static final int BUSY_MILLIS = 10_000;

    private TemporalVisibility() {}

    /**
     * Drops the indexes that nobody needs, also while the server runs. It works without that, only more slowly; so what goes
     * wrong is a warning.
     *
     * @param database the SQLite file, with the server's tables in it
     */
    static void dropIndexes(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        // should the server be gone with its data by now, there is nothing to do
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            List<String> indexes = dispensable(statement);
            if (indexes.isEmpty()) {
                return;
            }
            connection.setAutoCommit(false);
            for (String index : indexes) {
                statement.executeUpdate("drop index \"%s\"".formatted(index));
            }
            connection.commit();
        } catch (SQLException e) {
            log.warn("The indexes of {} that nobody needs stay for now, which costs processor time", database, e);
        }
    }

    private static List<String> dispensable(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select name from sqlite_master
                where type = 'index' and tbl_name = 'executions_visibility' and sql is not null""")) {
            while (rows.next()) {
                String name = rows.getString("name");
                if (!KEPT.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
