package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import dev.punctual.bench.check.RequestLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user of the API who writes down each request and each answer. */
final class FaultClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final URI base;
    private final RequestLog log;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    FaultClient(URI base, RequestLog log) {
        this.base = base;
        this.log = log;
    }

    /** What came back; status 0 when nothing did. */
    record Answer(int status, String body) {
        boolean isDone() {
            return status / 100 == 2;
        }

        /** Whether the same request may still be carried out. */
        boolean isOpen() {
            return status == 0 || status == 429 || status >= 500 || (status == 409 && body.contains("flight"));
        }
    }

    /**
     * A request for something.
     *
     * @param verb by the words of the audit log
     * @param ifMatch the version that it insists on
     */
    record Order(
            String task, String verb, String wish, @Nullable Integer ifMatch, String body, Instant intended) {
        boolean isKeyed() {
            return !verb.equals("replace") && !verb.equals("preview");
        }

        private HttpRequest.Builder request(URI base) {
            HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
            String path = switch (verb) {
                case "create" -> "/v1/tasks";
                case "replace" -> "/v1/tasks/" + task;
                case "preview" -> "/v1/schedules:preview";
                default -> "/v1/tasks/" + task + ":" + verb;
            };
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .method(verb.equals("replace") ? "PATCH" : "POST", publisher);
            if (isKeyed()) {
                request.header("Idempotency-Key", wish);
            }
            if (ifMatch != null) {
                request.header("If-Match", "\"" + ifMatch + "\"");
            }
            return request;
        }
    }

    /** Sends a request and writes down what came of it. */
    Answer send(Order order) {
        int seq = log.sends(
                order.task(),
                order.verb(),
                order.wish(),
                order.isKeyed(),
                order.ifMatch(),
                order.body(),
                order.intended());
        try {
            HttpResponse<String> response =
                    client.send(order.request(base).build(), HttpResponse.BodyHandlers.ofString());
            Integer version = response.headers()
                    .firstValue("ETag")
                    .map(tag -> Integer.valueOf(tag.replaceAll("[^0-9]", "")))
                    .orElse(null);
            log.answers(seq, response.statusCode(), version, response.body());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException noAnswer) {
            return new Answer(0, noAnswer.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted");
        }
    }

    /** Reads something, which is not written down; status 0 when nothing came. */
    Answer get(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(base.resolve(path))
                            .timeout(LIMIT)
                            .GET()
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException noAnswer) {
            return new Answer(0, noAnswer.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted");
        }
    }

    /**
     * Waits until Punctual says that it is ready.
     *
     * @param otherwise what is to be known when it does not
     * @throws BenchException when it takes longer than two minutes
     */
    void awaitReady(Supplier<String> otherwise) {
        Instant deadline = Instant.now().plus(READY_LIMIT);
        while (!isReady()) {
            if (Instant.now().isAfter(deadline)) {
                throw new BenchException("Punctual at %s was not ready within %d s; %s"
                        .formatted(base, READY_LIMIT.toSeconds(), otherwise.get()));
            }
            Users.sleepUntil(Instant.now().plusMillis(200));
        }
    }

    private boolean isReady() {
        return get("/actuator/health/readiness").status() == 200;
    }

    /** The version that a task has now; null when nobody says. */
    @Nullable
    Integer version(String task) {
        Answer answer = get("/v1/tasks/" + task);
        if (!answer.isDone()) {
            return null;
        }
        JsonNode version = JsonMapper.shared().readTree(answer.body()).get("version");
        return version == null ? null : version.asInt();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
