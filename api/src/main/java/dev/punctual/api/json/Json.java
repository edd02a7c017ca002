package dev.punctual.api.json;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the API reads it: no duplicate keys, nothing after the value, numbers exact. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /**
     * Reads a body.
     *
     * @throws ProblemException 400 with the place, when it is not valid JSON
     */
    public static JsonNode parse(byte[] body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JacksonException malformed) {
            TokenStreamLocation place = malformed.getLocation();
            String where =
                    place == null ? "" : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
            throw new ProblemException(
                    ProblemType.MALFORMED_JSON, "the body is not valid JSON%s: %s".formatted(where, reason(malformed)));
        }
        if (tree == null || tree.isMissingNode()) {
            throw new ProblemException(
                    ProblemType.MALFORMED_JSON,
                    "the body is empty; send a JSON object with Content-Type application/json");
        }
        return tree;
    }

    /** The value as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The object without these fields; what is given may be changed. */
    public static JsonNode without(JsonNode tree, List<String> fields) {
        return tree.isObject() ? ((ObjectNode) tree).remove(fields) : tree;
    }

    /** The tree as plain maps, lists, strings, numbers and booleans. */
    public static Object plain(JsonNode tree) {
        return MAPPER.treeToValue(tree, Object.class);
    }

    /** The value as UTF-8 text. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The target changed by a merge patch (RFC 7396); neither argument is changed. */
    public static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged =
                target.isObject() ? ((ObjectNode) target).deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                JsonNode old = merged.path(entry.getKey());
                merged.set(entry.getKey(), merge(old, entry.getValue()));
            }
        });
        return merged;
    }

    private static String reason(JacksonException malformed) {
        return switch (malformed) {
            // their own messages speak of the parser's settings
            case StreamConstraintsException _ ->
                "it is nested too deeply, or a name, number or text is too long; send it in a simpler form";
            case DatabindException _ -> "something follows the end of the value; send one value";
            default -> malformed.getOriginalMessage().lines().findFirst().orElse("it ends too early");
        };
    }
}
