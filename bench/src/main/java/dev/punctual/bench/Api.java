package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Punctual's REST API as a client sees it. Safe for many threads; connections are used again. */
final class Api {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final int PAGE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** @param base such as {@code http://127.0.0.1:8080} */
    Api(URI base) {
        this.base = base;
    }

    /** An answer whose body is text. */
    record Answer(int status, String body, Duration retryAfter) {

        /** Whether the same request may succeed later. */
        boolean isBusy() {
            return status == 429 || status == 503;
        }
    }

    /** Where a path is. */
    URI uri(String path) {
        return base.resolve(path);
    }

    /** Whether Punctual says that it is ready for work. */
    boolean isReady() {
        try {
            return send(request("/actuator/health/readiness").GET()).status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Waits until Punctual says that it is ready for work.
     *
     * @param check throws when there is nothing left to wait for
     * @param who is waited for
     * @throws BenchException when it takes longer than five minutes
     */
    void awaitReady(Progress progress, Runnable check, String who) {
        boolean ready = progress.waitFor(
                () -> {
                    check.run();
                    return isReady();
                },
                Micros.now() + START_LIMIT.toNanos() / 1_000,
                () -> "waiting until %s is ready".formatted(who));
        if (!ready) {
            throw new BenchException(
                    "%s at %s was not ready within %d min.".formatted(who, base, START_LIMIT.toMinutes()));
        }
    }

    /**
     * Sends JSON.
     *
     * @param key repeating a request with the same one does nothing again
     */
    Answer post(String path, String json, String key) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Sends JSON to a call that changes nothing. */
    Answer ask(String path, String json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Reads something. */
    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** Ends a task. */
    Answer delete(String task) throws IOException {
        return send(request("/v1/tasks/" + task).DELETE());
    }

    /** Reads all pages of a list, {@code path} with its query but without paging. */
    void list(String path, Consumer<JsonNode> item) {
        String token = "";
        do {
            String paging = (path.contains("?") ? "&" : "?") + "pageSize=" + PAGE
                    + (token.isEmpty() ? "" : "&pageToken=" + encode(token));
            JsonNode page = json(path + paging);
            page.path("items").forEach(item);
            token = page.path("nextPageToken").asString("");
        } while (!token.isEmpty());
    }

    /** The metrics in Prometheus' format; empty where they are not offered. */
    String metrics() {
        try {
            Answer answer = send(request("/actuator/prometheus").GET());
            return answer.status() == 200 ? answer.body() : "";
        } catch (IOException e) {
            throw failed("/actuator/prometheus", e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Reads JSON. */
    static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    private JsonNode json(String path) {
        try {
            Answer answer = send(request(path).GET());
            if (answer.status() != 200) {
                throw new BenchException(
                        "GET %s%s answered %d: %s".formatted(base, path, answer.status(), answer.body()));
            }
            return parse(answer.body());
        } catch (IOException | JacksonException e) {
            throw failed(path, e);
        }
    }

    private BenchException failed(String path, Exception e) {
        return new BenchException("GET %s%s failed (%s). Does Punctual still run?".formatted(base, path, e), e);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_LIMIT);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Duration retryAfter = Duration.ofSeconds(response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.matches("[0-9]{1,4}"))
                    .map(Long::parseLong)
                    .orElse(1L));
            return new Answer(response.statusCode(), response.body(), retryAfter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
