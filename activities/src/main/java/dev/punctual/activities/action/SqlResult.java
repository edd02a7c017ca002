package dev.punctual.activities.action;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a statement's result: how many rows it changed, or its first rows, at most 20 and about 16 KiB of them. */
final class SqlResult {
    static final int MOST_ROWS = 20;
    private static final int MOST_BYTES = 16 * 1024;
    private static final int MOST_COLUMNS = 200;
    private static final int LONGEST_NAME = 200;

    private SqlResult() {}

    /** Reads it from a statement that was executed. */
    static Map<String, Object> of(Statement statement, boolean hasRows) throws SQLException {
        Map<String, Object> result = new LinkedHashMap<>();
        if (!hasRows) {
            result.put("updateCount", Math.max(0, statement.getUpdateCount()));
            return result;
        }
        try (ResultSet rows = statement.getResultSet()) {
            read(rows, result);
        }
        return result;
    }

    private static void read(ResultSet rows, Map<String, Object> result) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        int width = Math.min(columns.getColumnCount(), MOST_COLUMNS);
        boolean truncated = width < columns.getColumnCount();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= width; column++) {
            String name = StorableText.of(columns.getColumnLabel(column));
            names.add(name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        }
        List<List<@Nullable Object>> kept = new ArrayList<>();
        int room = MOST_BYTES;
        while (rows.next()) {
            if (kept.size() == MOST_ROWS || room <= 0) {
                truncated = true;
                break;
            }
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 1; column <= width; column++) {
                Object value = value(rows, column);
                if (value instanceof String text && bytes(text) > room) {
                    value = beginning(text, Math.max(0, room));
                    truncated = true;
                }
                row.add(value);
                room -= 1 + bytes(value);
            }
            kept.add(row);
        }
        result.put("columns", names);
        result.put("rows", kept);
        result.put("rowsTruncated", truncated);
    }

    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        return switch (rows.getObject(column)) {
            case null -> null;
            case Boolean flag -> flag;
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number when Double.isFinite(number) -> number;
            case Float number when Float.isFinite(number) -> number;
            case BigDecimal number when Math.abs((long) number.scale()) < 100 -> number;
            case byte[] binary -> "[%d bytes]".formatted(binary.length);
            // a text as the database writes it: times with their zones, arrays, JSON
            case Object _ -> StorableText.of(String.valueOf(rows.getString(column)));
        };
    }

    private static int bytes(@Nullable Object value) {
        return value == null ? 4 : value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String beginning(String text, int bytes) {
        int length = 0;
        int used = 0;
        while (length < text.length()) {
            int point = text.codePointAt(length);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > bytes) {
                break;
            }
            length += Character.charCount(point);
        }
        return text.substring(0, length) + "…";
    }
}
