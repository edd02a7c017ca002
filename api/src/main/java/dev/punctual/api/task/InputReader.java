package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a fire's action is given. */
final class InputReader {
    private static final int MOST_BYTES = 16 * 1024;

    private InputReader() {}

    /** The input as plain values; null when there is none, or a mistake was noted. */
    static @Nullable Object read(Fields fields) {
        JsonNode input = fields.any("input");
        if (input == null) {
            return null;
        }
        int bytes = Json.write(input).length;
        if (bytes > MOST_BYTES) {
            fields.refuse(
                    "input",
                    "TOO_LONG",
                    "input has %d bytes as JSON; at most %d (16 KiB) are allowed, so hand on where the rest is"
                            .formatted(bytes, MOST_BYTES));
            return null;
        }
        return Json.plain(input);
    }
}
