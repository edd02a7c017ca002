package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Fires of one concurrency key over two processes, of which one is killed. */
class SlotsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FIRES = 40;
    private static final int SLOTS = 3;

    @TempDir
    Path directory;

    @Test
    void neverAreMoreUnderWayThanThereAreSlotsAndAllAreDone() throws IOException {
        try (Warehouse warehouse = new Warehouse();
                Servers servers = new Servers(directory);
                PunctualProcess survivor = PunctualProcess.connected(directory.resolve("a"), servers);
                PunctualProcess victim =
                        PunctualProcess.connected(directory.resolve("b"), servers, "--punctual.roles=worker")) {
            survivor.start();
            victim.start();
            Client client = survivor.client();
            Instant due = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.MICROS);
            List<String> tasks =
                    IntStream.range(0, FIRES).mapToObj(i -> "box-" + i).toList();
            tasks.forEach(task -> client.create(
                    task,
                    onceAt(due),
                    http(warehouse.url()),
                    Map.of("concurrency", Map.of("key", "warehouse", "limit", SLOTS))));
            await().atMost(LIMIT).until(() -> warehouse.entered() > SLOTS);
            JsonNode waiting = tasks.stream()
                    .flatMap(task -> client.fires(task, "PENDING").stream())
                    .map(fire -> Client.ok(client.get("/v1/fires/" + text(fire, "id"))))
                    .filter(fire -> fire.has("waitsFor"))
                    .findFirst()
                    .orElseThrow()
                    .path("waitsFor");
            assertThat(text(waiting, "concurrencyKey")).isEqualTo("warehouse");
            assertThat(waiting.path("limit").asInt()).isEqualTo(SLOTS);
            assertThat(waiting.path("ahead").asInt(-1)).isBetween(0, FIRES);
            await().atMost(LIMIT).until(() -> warehouse.entered() > 3 * SLOTS);

            victim.kill9();

            for (String task : tasks) {
                await().atMost(LIMIT)
                        .until(() -> text(client.task(task), "state").equals("COMPLETED"));
            }
            List<JsonNode> fires =
                    tasks.stream().flatMap(task -> client.fires(task).stream()).toList();
            assertThat(fires)
                    .hasSize(FIRES)
                    .allSatisfy(fire -> assertThat(text(fire, "state")).isEqualTo("SUCCEEDED"));
            long again = fires.stream()
                    .filter(fire -> fire.path("attempt").asInt() > 1)
                    .count();
            System.out.printf("of %d fires %d were tried again after a kill%n", FIRES, again);
            assertThat(warehouse.most()).isBetween(1, SLOTS);
        }
    }

    /** Where each call takes a while, and who is inside is counted at the door. */
    private static final class Warehouse implements AutoCloseable {
        private final HttpServer server;
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger entered = new AtomicInteger();

        Warehouse() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::serve);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
        }

        int entered() {
            return entered.get();
        }

        int most() {
            return most.get();
        }

        private void serve(HttpExchange exchange) throws IOException {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            entered.incrementAndGet();
            try {
                // the work; far shorter than the lease, so that a killed worker's call has ended before it is made
                // again
                Thread.sleep(700);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                inside.decrementAndGet();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
