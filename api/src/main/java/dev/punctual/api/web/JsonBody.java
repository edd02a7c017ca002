package dev.punctual.api.web;

import dev.punctual.api.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The body of a request, as a tree.
 *
 * @param tree what was sent; empty when there was no body
 */
public record JsonBody(Optional<JsonNode> tree) {
    /** What was sent; an empty body is not JSON. */
    public JsonNode required() {
        return tree.orElseGet(() -> Json.parse(new byte[0]));
    }

    /** What was sent; an empty body counts as an object without fields. */
    public JsonNode orEmpty() {
        return tree.orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
