package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.AttemptRow;
import dev.punctual.bench.check.Book.Event;
import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Book.TaskRow;
import dev.punctual.bench.check.Book.VersionRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads the book by SQL of its own, all of it as of one moment. */
public final class BookReader {
    private BookReader() {}

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What a connection shows in one snapshot. */
    public static Book read(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            return new Book(
                    list(statement, "select clock_timestamp() as at", row -> instant(row, "at"))
                            .getFirst(),
                    list(
                                    statement,
                                    "select deadlocks from pg_stat_database where datname = current_database()",
                                    row -> row.getLong(1))
                            .getFirst(),
                    list(
                            statement,
                            "select id, state, version, next_fire_at from task",
                            row -> new TaskRow(
                                    row.getString("id"),
                                    row.getString("state"),
                                    row.getInt("version"),
                                    time(row, "next_fire_at"))),
                    list(
                            statement,
                            "select id, version, labels from task_version",
                            row -> new VersionRow(
                                    row.getString("id"), row.getInt("version"), labels(row.getString("labels")))),
                    list(
                            statement,
                            """
                            select id, at, task, version, verb, detail ->> 'fire' as fire,
                                (detail ->> 'waitedFor')::timestamptz as waited_for
                            from audit_event
                            """,
                            row -> new Event(
                                    row.getLong("id"),
                                    instant(row, "at"),
                                    row.getString("task"),
                                    row.getInt("version"),
                                    row.getString("verb"),
                                    row.getString("fire"),
                                    time(row, "waited_for"))),
                    list(statement, "select * from fire", BookReader::fire),
                    list(
                            statement,
                            "select * from attempt",
                            row -> new AttemptRow(
                                    row.getString("fire"),
                                    row.getInt("number"),
                                    row.getString("state"),
                                    instant(row, "claimed_at"),
                                    instant(row, "finished_at"))));
        } finally {
            connection.rollback();
        }
    }

    private static FireRow fire(ResultSet row) throws SQLException {
        return new FireRow(
                row.getString("id"),
                row.getString("task"),
                instant(row, "scheduled_for"),
                row.getString("trigger"),
                row.getString("state"),
                row.getString("reason"),
                time(row, "covers_until"),
                row.getInt("version"),
                row.getInt("attempt"),
                time(row, "claimed_at"),
                time(row, "attempt_claimed_at"),
                time(row, "started_at"),
                time(row, "finished_at"),
                row.getString("error_type") == null
                        ? null
                        : row.getString("error_type") + " " + row.getString("error_message"));
    }

    private static <T> List<T> list(Statement statement, String sql, Row<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        }
        return rows;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Instant time = time(row, column);
        if (time == null) {
            throw new SQLException("the book has no %s where there must be one".formatted(column));
        }
        return time;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Map<String, String> labels(String json) {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonMapper.shared()
                .readTree(json)
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }
}
