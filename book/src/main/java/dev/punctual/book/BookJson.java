package dev.punctual.book;

import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.task.TaskSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** How values stand in the book's JSON columns, and how many rows are handed to one statement. */
final class BookJson {
    private static final JsonMapper SPECS = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // a process of an older release must be able to read what a newer one wrote
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JsonMapper ROWS = SPECS.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final JsonMapper VALUES = SPECS.rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private BookJson() {}

    static String spec(TaskSpec spec) {
        return SPECS.writeValueAsString(spec);
    }

    /** A definition as part of a row. */
    static JsonNode tree(TaskSpec spec) {
        return SPECS.valueToTree(spec);
    }

    static TaskSpec spec(String json) {
        return SPECS.readValue(json, TaskSpec.class);
    }

    static String write(Object value) {
        return SPECS.writeValueAsString(value);
    }

    static <T> T read(String json, Class<T> type) {
        return SPECS.readValue(json, type);
    }

    static <T> T read(String json, TypeReference<T> type) {
        return SPECS.readValue(json, type);
    }

    static @Nullable Progress progress(@Nullable String json) {
        return json == null ? null : ROWS.readValue(json, Progress.class);
    }

    static @Nullable Map<String, Object> map(@Nullable String json) {
        return json == null ? null : SPECS.readValue(json, new TypeReference<Map<String, Object>>() {});
    }

    /** Any JSON as plain maps, lists, strings, numbers and booleans; numbers exact. */
    static @Nullable Object value(@Nullable String json) {
        return json == null ? null : VALUES.readValue(json, Object.class);
    }

    /** An array of objects whose fields are columns, for {@code jsonb_to_recordset}. */
    static String rows(Object records) {
        return ROWS.writeValueAsString(records);
    }

    static <T> T row(String json, Class<T> type) {
        return ROWS.readValue(json, type);
    }
}
