package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.LiveTask;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Live updates by real clients, of a book that the test commits to. */
@SpringBootTest(
        classes = ApiTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "spring.threads.virtual.enabled=true"})
class LiveApiTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private InMemoryLiveBook book;

    @Autowired
    private InMemoryFireLedger ledger;

    private static LiveFire fire(String task, int second, FireState state, String detail) {
        Instant at = AT.plusSeconds(second);
        return new LiveFire(
                new Fire(
                        OverviewFakes.fire(task, at),
                        new TaskId("default", task),
                        at,
                        Trigger.SCHEDULE,
                        state,
                        null,
                        detail,
                        1,
                        at,
                        1,
                        1,
                        "w",
                        at,
                        at,
                        at,
                        state.isFinal() ? at.plusMillis(5) : null,
                        null,
                        state.isFinal() ? Map.of("stdout", "a\nb\n", "stderr", "c") : null,
                        null,
                        null,
                        null,
                        false,
                        Asked.NOTHING),
                Map.of("team", task));
    }

    private static LiveTask task(String id, TaskState state) {
        return new LiveTask(new TaskId("default", id), state, null, 2, Map.of("team", id));
    }

    /** An event as it came. */
    private record Event(@Nullable String id, String name, String data) {}

    /** A stream that is read by a thread of its own. */
    private final class EventReader implements AutoCloseable {
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private final HttpResponse<Stream<String>> response;
        private volatile @Nullable String lastId;

        EventReader(String query, @Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/stream" + query));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = client.send(request.build(), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            String name = "";
            String id = null;
            try (Stream<String> lines = response.body()) {
                for (String line : (Iterable<String>) lines::iterator) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                        lastId = id;
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        events.add(new Event(id, name, line.substring(6)));
                    } else if (line.isEmpty()) {
                        id = null;
                    }
                }
            } catch (UncheckedIOException closed) {
                assertThat(closed).hasCauseInstanceOf(IOException.class);
            }
        }

        /** Once the server has told where the stream stands, whatever is committed is told. */
        EventReader ready() {
            await().atMost(LIMIT).until(() -> lastId != null);
            return this;
        }

        void awaitEvents(int many) {
            await().atMost(LIMIT).until(() -> events.size() >= many);
        }

        @Override
        public void close() {
            response.body().close();
        }
    }

    @Test
    void streamsWhatIsCommittedToThoseWhoWatchIt() throws Exception {
        try (EventReader all = new EventReader("?types=fire,task", null).ready();
                EventReader one = new EventReader("?types=fire&label=team:b&state=FAILED", null).ready()) {
            book.commit(List.of(
                    fire("a", 1, FireState.RUNNING, "x"),
                    fire("b", 1, FireState.FAILED, "y"),
                    fire("b", 2, FireState.SUCCEEDED, "z")));
            all.awaitEvents(3);
            book.commit(task("b", TaskState.PAUSED), "pause");
            all.awaitEvents(4);
            one.awaitEvents(1);

            assertThat(all.events).extracting(Event::name).containsExactly("fire", "fire", "fire", "task");
            assertThat(JsonPath.<String>read(all.events.get(0).data(), "$.task"))
                    .isEqualTo("a");
            assertThat(JsonPath.<Map<String, Object>>read(all.events.get(3).data(), "$"))
                    .isEqualTo(Map.of(
                            "id", "b", "namespace", "default", "state", "PAUSED", "version", 2, "change", "PAUSED"));
            assertThat(one.events)
                    .singleElement()
                    .satisfies(event -> assertThat(JsonPath.<String>read(event.data(), "$.detail"))
                            .isEqualTo("y"));
            // whoever sends the id of an event that is not the last of those that came together gets these again
            assertThat(all.events.get(0).id()).isNull();
            assertThat(all.events.get(2).id()).isNotNull();
        }
    }

    @Test
    void goesOnWhereALostConnectionEndedAndSaysWhenItCannot() throws Exception {
        String last;
        try (EventReader first = new EventReader("?types=fire", null).ready()) {
            book.commit(List.of(fire("resumed", 1, FireState.SUCCEEDED, "seen")));
            first.awaitEvents(1);
            last = first.lastId;
        }
        book.commit(List.of(fire("resumed", 2, FireState.SUCCEEDED, "missed")));
        try (EventReader second = new EventReader("?types=fire", last)) {
            second.awaitEvents(1);
            book.commit(List.of(fire("resumed", 3, FireState.SUCCEEDED, "new")));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(second.events)
                            .extracting(event -> JsonPath.<String>read(event.data(), "$.detail"))
                            .containsOnly("missed", "new"));
        }
        book.forgetAll();
        for (String unknown : List.of(String.valueOf(last), "nonsense")) {
            try (EventReader third = new EventReader("?types=fire", unknown)) {
                third.awaitEvents(1);
                assertThat(third.events.getFirst()).satisfies(event -> {
                    assertThat(event.name()).isEqualTo("gap");
                    assertThat(event.data()).isEqualTo("{\"reason\":\"lost\"}");
                    assertThat(event.id()).isNotNull();
                });
            }
        }
    }

    @Test
    void tellsFiguresEveryTwoSeconds() throws Exception {
        try (EventReader stats = new EventReader("?types=stats", null)) {
            stats.awaitEvents(2);
            assertThat(JsonPath.<Integer>read(stats.events.getFirst().data(), "$.held"))
                    .isEqualTo(3);
            assertThat(JsonPath.<Integer>read(stats.events.getFirst().data(), "$.running"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aSlowClientIsToldAndHoldsNobodyUp() throws Exception {
        String large = "x".repeat(8_000);
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            slow.getOutputStream()
                    .write("GET /v1/stream?types=fire HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = slow.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            try (EventReader quick = new EventReader("?types=fire", null).ready()) {
                int sent = 0;
                for (int round = 0; round < 16; round++) {
                    int from = sent;
                    book.commit(IntStream.range(0, 400)
                            .mapToObj(i -> fire("slow", from + i, FireState.RUNNING, large))
                            .toList());
                    sent += 400;
                    quick.awaitEvents(sent);
                }
                assertThat(quick.events).noneMatch(event -> event.name().equals("gap"));
            }
            byte[] buffer = new byte[1 << 16];
            StringBuilder tail = new StringBuilder();
            slow.setSoTimeout((int) LIMIT.toMillis());
            while (tail.indexOf("event: gap\ndata: {\"reason\":\"slow\"}") < 0) {
                int length = in.read(buffer);
                assertThat(length).as("the stream goes on").isPositive();
                tail.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                tail.delete(0, Math.max(0, tail.length() - 200_000));
            }
        }
    }

    @Test
    void refusesWhatItCannotStream() throws Exception {
        for (String query : List.of("?types=fires", "?state=GONE", "?task=A", "?label=x", "?since=1")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/stream" + query))
                            .header("Accept", "text/event-stream")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(query).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    /** Collects the messages of a WebSocket. */
    private static final class Messages implements WebSocket.Listener {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                all.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        String await(int index) {
            Awaitility.await().atMost(LIMIT).until(() -> all.size() > index);
            return all.get(index);
        }
    }

    private WebSocket connect(String path, Messages messages, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), messages)
                .join();
    }

    @Test
    void aSocketCarriesManySubscriptions() {
        Messages messages = new Messages();
        WebSocket socket = connect("/v1/ws", messages, "Origin", "http://127.0.0.1:" + port);
        socket.sendText("{\"type\":\"ping\"}", true).join();
        assertThat(messages.await(0)).isEqualTo("{\"type\":\"pong\"}");
        socket.sendText("{\"type\":\"subscribe\",\"id\":\"s1\",\"task\":\"ws\",\"types\":[\"fire\"]}", true)
                .join();
        assertThat(messages.await(1)).isEqualTo("{\"type\":\"subscribed\",\"id\":\"s1\"}");
        socket.sendText("{\"type\":\"subscribe\",\"id\":\"s1\"}", true).join();
        assertThat(JsonPath.<String>read(messages.await(2), "$.problem.errors[0].code"))
                .isEqualTo("EXISTS");
        socket.sendText("nonsense", true).join();
        assertThat(JsonPath.<Integer>read(messages.await(3), "$.problem.status"))
                .isEqualTo(400);

        book.commit(List.of(fire("other", 1, FireState.RUNNING, "x"), fire("ws", 1, FireState.RUNNING, "y")));
        String event = messages.await(4);
        assertThat(JsonPath.<String>read(event, "$.type")).isEqualTo("event");
        assertThat(JsonPath.<String>read(event, "$.subscription")).isEqualTo("s1");
        assertThat(JsonPath.<String>read(event, "$.event")).isEqualTo("fire");
        assertThat(JsonPath.<String>read(event, "$.data.detail")).isEqualTo("y");
        String token = JsonPath.read(event, "$.token");

        socket.sendText("{\"type\":\"unsubscribe\",\"id\":\"s1\"}", true).join();
        socket.sendText("{\"type\":\"ping\"}", true).join();
        assertThat(messages.await(5)).isEqualTo("{\"type\":\"pong\"}");
        book.commit(List.of(fire("ws", 2, FireState.RUNNING, "missed")));
        socket.sendText(
                        "{\"type\":\"subscribe\",\"id\":\"s2\",\"task\":\"ws\",\"types\":[\"fire\"],\"since\":\"%s\"}"
                                .formatted(token),
                        true)
                .join();
        assertThat(messages.await(6)).isEqualTo("{\"type\":\"subscribed\",\"id\":\"s2\"}");
        assertThat(JsonPath.<String>read(messages.await(7), "$.data.detail")).isEqualTo("missed");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void theExamplesOfTheDocumentationAreUnderstood() throws Exception {
        Matcher blocks = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "live.md")));
        List<String> examples = blocks.results().map(block -> block.group(1)).toList();
        assertThat(examples).hasSize(4);
        Messages messages = new Messages();
        WebSocket socket = connect("/v1/namespaces/documented/ws", messages);
        for (String example : examples) {
            socket.sendText(example, true).join();
        }
        assertThat(messages.await(2)).isEqualTo("{\"type\":\"pong\"}");
        assertThat(messages.all)
                .startsWith("{\"type\":\"subscribed\",\"id\":\"s1\"}", "{\"type\":\"subscribed\",\"id\":\"failures\"}");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void aSocketOfAnotherSitesPageIsRefused() {
        assertThatThrownBy(() -> connect("/v1/ws", new Messages(), "Origin", "https://evil.example"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void showsTheLinesOfAFireAndStreamsThemToTheEnd() throws Exception {
        Fire fire = fire("written", 1, FireState.SUCCEEDED, "x").fire();
        ledger.add(fire);
        String path = "http://127.0.0.1:" + port + "/v1/fires/" + fire.id() + "/output";
        String shown = client.send(
                        HttpRequest.newBuilder(URI.create(path + "?from=2")).build(), BodyHandlers.ofString())
                .body();
        assertThat(JsonPath.<List<String>>read(shown, "$.lines[*].text")).containsExactly("line 2", "line 3");
        assertThat(JsonPath.<Boolean>read(shown, "$.finished")).isTrue();
        assertThat(JsonPath.<Boolean>read(shown, "$.truncated")).isFalse();

        List<String> streamed = new ArrayList<>(client.send(
                        HttpRequest.newBuilder(URI.create(path + "/stream"))
                                .header("Last-Event-ID", "1")
                                .build(),
                        BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("id: ") || line.startsWith("event: "))
                .toList());
        assertThat(streamed).containsExactly("id: 2", "event: line", "id: 3", "event: line", "id: 3", "event: end");
    }
}
