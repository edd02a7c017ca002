package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Live updates of a server with an API key: only whoever sends it hears of anything. */
@SpringBootTest(
        classes = ApiTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "punctual.security.api-key=0123456789abcdef"})
class LiveKeyTest {
    private static final String KEY = "0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    private HttpResponse<Stream<String>> stream(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofLines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/stream", "/v1/namespaces/shop/stream"})
    void theStreamIsRefusedWithoutTheKey(String path) throws Exception {
        for (String[] headers : new String[][] {
            {},
            {"Authorization", "Bearer fedcba9876543210"},
            {"X-Api-Key", "fedcba9876543210"},
            {"Cookie", "key=" + KEY}
        }) {
            // all that a browser's EventSource could send is not taken: addresses are logged and kept
            HttpResponse<Stream<String>> refused = stream(path + "?key=" + KEY, headers);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"punctual\"");
            try (Stream<String> lines = refused.body()) {
                assertThat(String.join("", lines.toList())).contains("API key").doesNotContain("event:");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer 0123456789abcdef", "X-Api-Key, 0123456789abcdef"})
    void theStreamIsOpenWithTheKey(String header, String value) throws Exception {
        HttpResponse<Stream<String>> answer = stream("/v1/stream?types=stats", header, value);
        try (Stream<String> lines = answer.body()) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(lines.filter(line -> line.equals("event: stats")).findFirst())
                    .isPresent();
        }
    }

    private CompletableFuture<WebSocket> connect(CompletableFuture<String> first, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/ws"), new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                first.complete(data.toString());
                return null;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fedcba9876543210"})
    void theSocketIsRefusedWithoutTheKey(String key) {
        String[] headers = key.isEmpty() ? new String[0] : new String[] {"X-Api-Key", key};
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> connect(new CompletableFuture<>(), headers).join())
                .havingCause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer 0123456789abcdef", "X-Api-Key, 0123456789abcdef"})
    void theSocketIsOpenWithTheKey(String header, String value) throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        WebSocket socket = connect(first, header, value).join();
        try {
            socket.sendText("{\"type\":\"ping\"}", true).join();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"pong\"}");
        } finally {
            socket.abort();
        }
    }
}
