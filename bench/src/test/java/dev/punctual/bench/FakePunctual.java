package dev.punctual.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers as Punctual's API does, and fires from memory: enough to run the benchmarks without an application. */
final class FakePunctual implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(handlers)
            .build();
    private final Set<String> tasks = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Map<String, Object>> fires = new ConcurrentLinkedQueue<>();

    /** The ids of ended tasks, one for each time that one was ended. */
    final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();

    /** How many of the next requests to create are to be answered 429. */
    final AtomicInteger busy = new AtomicInteger();

    /** How many of the next fires are to be forgotten. */
    final AtomicInteger forget = new AtomicInteger();

    FakePunctual() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String call = exchange.getRequestMethod() + " " + (path.startsWith("/v1/tasks/") ? "/v1/tasks/" : path);
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            switch (call) {
                case "GET /actuator/health/readiness" -> answer(exchange, 200, Map.of("status", "UP"));
                case "POST /v1/tasks" -> {
                    if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        answer(exchange, 429, Map.of("status", 429));
                    } else {
                        answer(exchange, 201, create(body));
                    }
                }
                case "POST /v1/tasks:batchCreate" -> {
                    List<Object> items = new ArrayList<>();
                    body.path("tasks").forEach(task -> items.add(Map.of("task", create(task))));
                    answer(exchange, 200, Map.of("items", items));
                }
                case "POST /v1/schedules:preview" ->
                    answer(
                            exchange,
                            200,
                            Map.of(
                                    "fires",
                                    Collections.nCopies(body.path("count").asInt(), Map.of())));
                case "GET /v1/tasks" ->
                    page(
                            exchange,
                            tasks.stream()
                                    .sorted()
                                    .<Map<String, Object>>map(id -> Map.of("id", id))
                                    .toList());
                case "GET /v1/fires" -> page(exchange, List.copyOf(fires));
                case "DELETE /v1/tasks/" -> {
                    ended.add(path.substring("/v1/tasks/".length()));
                    exchange.sendResponseHeaders(204, -1);
                }
                default -> answer(exchange, 404, Map.of("status", 404, "detail", call));
            }
        }
    }

    private Map<String, Object> create(JsonNode task) {
        String id = task.path("id").asString();
        tasks.add(id);
        JsonNode schedule = task.path("schedule");
        boolean once = schedule.path("type").asString().equals("once");
        Instant first = Instant.parse(schedule.path(once ? "at" : "anchor").asString());
        Duration every = once ? null : Duration.parse(schedule.path("every").asString());
        arm(task, first, every);
        return Map.of("id", id);
    }

    private void arm(JsonNode task, Instant due, @Nullable Duration every) {
        long nanos = Duration.between(Instant.now(), due).toNanos();
        var _ = timers.schedule(
                () -> {
                    if (every != null) {
                        arm(task, due.plus(every), every);
                    }
                    if (forget.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                        handlers.execute(() -> fire(task, due));
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void fire(JsonNode task, Instant due) {
        String id = task.path("id").asString();
        if (ended.contains(id)) {
            return;
        }
        Instant started = Instant.now();
        if (task.path("action").path("type").asString().equals("http")) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(task.path("action").path("url").asString()))
                    .header("Punctual-Task", id)
                    .header("Punctual-Scheduled-For", due.toString())
                    .header("Punctual-Attempt", "1")
                    .header("Idempotency-Key", "f-" + id)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            try {
                var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException theSinkIsClosed) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        fires.add(Map.of(
                "id",
                "f-" + id,
                "task",
                id,
                "scheduledFor",
                due.toString(),
                "state",
                "SUCCEEDED",
                "attempt",
                1,
                "startedAt",
                started.toString(),
                "latenessMillis",
                Duration.between(due, started).toNanos() / 1e6));
    }

    /** Pages of 500, as the API has them. */
    private static void page(HttpExchange exchange, List<Map<String, Object>> all) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        int from = query.contains("pageToken=") ? Integer.parseInt(query.replaceAll(".*pageToken=", "")) : 0;
        int to = Math.min(all.size(), from + 500);
        List<Map<String, Object>> items = from >= to ? Collections.emptyList() : all.subList(from, to);
        answer(
                exchange,
                200,
                to < all.size()
                        ? Map.of("items", items, "nextPageToken", Integer.toString(to))
                        : Map.of("items", items));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        var _ = timers.shutdownNow();
        server.stop(0);
        client.shutdownNow();
        handlers.close();
    }
}
