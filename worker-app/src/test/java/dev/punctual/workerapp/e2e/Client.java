package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks REST to a Punctual. */
record Client(String base) {
    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** An answer and its body; an empty object when it has none. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, Object body) {
        return send(request(path).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer put(String path, Object body) {
        return send(request(path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Registers the task and returns it as answered. */
    JsonNode create(String id, Map<String, Object> schedule, Map<String, Object> action, Map<String, Object> more) {
        Map<String, Object> task = new HashMap<>(more);
        task.put("id", id);
        task.put("schedule", schedule);
        task.put("action", action);
        return ok(post("/v1/tasks", task));
    }

    JsonNode create(String id, Map<String, Object> schedule, Map<String, Object> action) {
        return create(id, schedule, action, Map.of());
    }

    /** Does something to the task, which must succeed. */
    JsonNode verb(String id, String verb, Map<String, Object> body) {
        return ok(post("/v1/tasks/" + id + ":" + verb, body));
    }

    JsonNode task(String id) {
        return ok(get("/v1/tasks/" + id));
    }

    /** The fires of a task, oldest first; a row that stands for many counts as one. */
    List<JsonNode> fires(String id) {
        return ok(get("/v1/tasks/" + id + "/fires?pageSize=500"))
                .get("items")
                .valueStream()
                .toList()
                .reversed();
    }

    /** The fires of a task in this state. */
    List<JsonNode> fires(String id, String state) {
        return fires(id).stream()
                .filter(fire -> text(fire, "state").equals(state))
                .toList();
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    static Instant instant(JsonNode node, String field) {
        return Instant.parse(text(node, field));
    }

    static Map<String, Object> http(String url) {
        return Map.of("type", "http", "method", "POST", "url", url);
    }

    static Map<String, Object> simulate(String duration) {
        return Map.of("type", "simulate", "duration", duration);
    }

    static Map<String, Object> every(String duration) {
        return Map.of("type", "interval", "every", duration);
    }

    static Map<String, Object> onceAt(Instant at) {
        return Map.of("type", "once", "at", at.toString());
    }

    static Map<String, Object> onceIn(String delay) {
        return Map.of("type", "once", "delay", delay);
    }

    static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 299);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), JSON.readTree(response.body().isBlank() ? "{}" : response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }
}
