package dev.punctual.bench.check;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task's definition, read from the JSON that the user sent, with the documented defaults.
 *
 * @param json as it was sent
 */
record Definition(ObjectNode json) {

    static Definition of(JsonNode json) {
        return new Definition(((ObjectNode) json).deepCopy());
    }

    /** The definition after a merge patch (RFC 7396). */
    Definition patched(JsonNode patch) {
        ObjectNode copy = json.deepCopy();
        merge(copy, patch);
        return new Definition(copy);
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()) {
                JsonNode old = target.get(field.getKey());
                ObjectNode into = old instanceof ObjectNode object ? object : target.objectNode();
                merge(into, value);
                target.set(field.getKey(), into);
            } else {
                target.set(field.getKey(), value);
            }
        });
    }

    /** What decides when it is due. */
    JsonNode schedule() {
        return json.path("schedule");
    }

    String kind() {
        String type = schedule().path("type").asString("");
        return type.equals("interval") && schedule().path("mode").asString("").equals("FIXED_DELAY") ? "delay" : type;
    }

    Instant at() {
        return Instant.parse(schedule().path("at").asString());
    }

    Instant anchor() {
        return Instant.parse(schedule().path("anchor").asString());
    }

    Duration every() {
        return Duration.parse(schedule().path("every").asString());
    }

    CronOracle cron() {
        return CronOracle.of(schedule());
    }

    ZoneId zone() {
        return ZoneId.of(schedule().path("timeZone").asString("UTC"));
    }

    String overlapPolicy() {
        return json.path("overlapPolicy").asString("SKIP");
    }

    boolean allowsOverlap() {
        return overlapPolicy().equals("ALLOW_ALL");
    }

    String catchUpPolicy() {
        return json.path("catchUp").path("policy").asString("LAST");
    }

    Duration catchUpWindow() {
        return Duration.parse(json.path("catchUp").path("window").asString("PT1H"));
    }

    boolean atMostOnce() {
        return json.path("delivery").asString("").equals("AT_MOST_ONCE");
    }

    int maxAttempts() {
        return json.path("retry").path("maxAttempts").asInt(3);
    }

    /** How long after the end of a failed attempt the next one waits at least. */
    Duration waitAfter(int attempt) {
        JsonNode retry = json.path("retry");
        Duration first = Duration.parse(retry.path("initialInterval").asString("PT1S"));
        Duration most = Duration.parse(retry.path("maxInterval").asString("PT5M"));
        double factor = Math.pow(retry.path("backoffCoefficient").asDouble(2), attempt - 1.0);
        double nanos = first.toNanos() * factor;
        return nanos > most.toNanos() ? most : Duration.ofNanos((long) nanos);
    }

    boolean callsThePayload() {
        return json.path("action").path("type").asString("").equals("http");
    }

    /** The key of its concurrency limit; null without one. */
    @Nullable
    String concurrencyKey() {
        JsonNode key = json.path("concurrency").get("key");
        return key == null ? null : key.asString();
    }

    int concurrencyLimit() {
        return json.path("concurrency").path("limit").asInt(Integer.MAX_VALUE);
    }
}
