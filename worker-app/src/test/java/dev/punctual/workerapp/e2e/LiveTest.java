package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Live updates of real processes: one that only serves, one that only works, and what a restart leaves of a stream. */
class LiveTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** An event as it came. */
    private record Event(String name, JsonNode data) {}

    /** A stream that a thread of its own reads. */
    private static final class EventReader implements AutoCloseable {
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private final HttpResponse<Stream<String>> response;
        private volatile @Nullable String lastId;

        EventReader(String url, @Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            String name = "";
            try (Stream<String> lines = response.body()) {
                for (String line : (Iterable<String>) lines::iterator) {
                    if (line.startsWith("id: ")) {
                        lastId = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        events.add(new Event(name, Client.JSON.readTree(line.substring(6))));
                    }
                }
            } catch (UncheckedIOException ended) {
                assertThat(ended).hasCauseInstanceOf(IOException.class);
            }
        }

        EventReader ready() {
            await().atMost(LIMIT).until(() -> lastId != null);
            return this;
        }

        boolean hasFire(String task, String state) {
            return events.stream()
                    .anyMatch(event -> event.name().equals("fire")
                            && text(event.data(), "task").equals(task)
                            && text(event.data(), "state").equals(state));
        }

        @Override
        public void close() {
            response.body().close();
        }
    }

    @Test
    void aStreamShowsWhatOthersDoAndGoesOnAfterARestart() throws Exception {
        try (Servers servers = new Servers(directory);
                PunctualProcess worker = PunctualProcess.connected(
                        directory.resolve("worker"),
                        servers,
                        "--punctual.roles=worker",
                        "--punctual.actions.command.allow=/bin/sh");
                PunctualProcess api = PunctualProcess.connected(
                        directory.resolve("api"),
                        servers,
                        "--punctual.roles=api",
                        "--punctual.actions.command.allow=/bin/sh");
                PunctualProcess another =
                        PunctualProcess.connected(directory.resolve("another"), servers, "--punctual.roles=api")) {
            api.launch();
            another.launch();
            worker.start();
            api.awaitReady();
            another.awaitReady();
            Client client = api.client();

            String last;
            try (EventReader stream = new EventReader(api.url() + "/v1/stream", null).ready()) {
                client.create("watched", onceIn("PT1S"), simulate("PT0S"));
                await().atMost(LIMIT).until(() -> stream.hasFire("watched", "SUCCEEDED"));
                assertThat(stream.events)
                        .filteredOn(event -> event.name().equals("task"))
                        .extracting(event -> text(event.data(), "change"))
                        .contains("CREATED")
                        .contains("COMPLETED");
                await().atMost(LIMIT)
                        .until(() -> stream.events.stream()
                                .anyMatch(event -> event.name().equals("stats")));
                assertThat(stream.events).noneMatch(event -> event.name().equals("gap"));
                last = String.valueOf(stream.lastId);
                api.kill9();
            }
            another.client().create("missed", onceIn("PT0S"), simulate("PT0S"));
            await().atMost(LIMIT)
                    .until(() -> text(another.client().task("missed"), "state").equals("COMPLETED"));
            api.start();
            try (EventReader stream = new EventReader(api.url() + "/v1/stream?types=fire,task", last)) {
                await().atMost(LIMIT).until(() -> stream.hasFire("missed", "SUCCEEDED"));
                assertThat(stream.events).noneMatch(event -> event.name().equals("gap"));
                client.create("later", onceIn("PT0S"), simulate("PT0S"));
                await().atMost(LIMIT).until(() -> stream.hasFire("later", "SUCCEEDED"));
                showsWhatACommandWrites(api);
                // a server that stops does not wait for its streams
                api.terminate();
            }
        }
    }

    private static void showsWhatACommandWrites(PunctualProcess api) throws Exception {
        Client client = api.client();
        client.create(
                "writes",
                onceIn("PT0S"),
                Map.of(
                        "type",
                        "command",
                        "argv",
                        List.of("/bin/sh", "-c", "echo one; sleep 3; echo two >&2; sleep 3; echo three")));
        await().atMost(LIMIT).until(() -> !client.fires("writes").isEmpty());
        String fire = text(client.fires("writes").getFirst(), "id");
        String path = "/v1/fires/" + fire + "/output";
        try (EventReader lines = new EventReader(api.url() + path + "/stream", null)) {
            await().atMost(LIMIT).until(() -> !lines.events.isEmpty());
            assertThat(text(client.get("/v1/fires/" + fire).body(), "state")).isEqualTo("RUNNING");
            await().atMost(LIMIT)
                    .until(() ->
                            lines.events.stream().anyMatch(event -> event.name().equals("end")));
            assertThat(lines.events)
                    .filteredOn(event -> event.name().equals("line"))
                    .extracting(event -> text(event.data(), "stream") + " " + text(event.data(), "text"))
                    .containsExactly("stdout one", "stderr two", "stdout three");
        }
        JsonNode shown = client.get(path + "?from=2").body();
        assertThat(shown.path("finished").asBoolean()).isTrue();
        assertThat(shown.path("lines").get(0).path("n").asInt()).isEqualTo(2);
        JsonNode outcome = client.get("/v1/fires/" + fire).body().path("outcome");
        assertThat(outcome.path("exitCode").asInt(-1)).isZero();
        assertThat(outcome.has("cpuSeconds")).isTrue();
    }
}
