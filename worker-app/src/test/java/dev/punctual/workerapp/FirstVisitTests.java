package dev.punctual.workerapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.punctual.api.security.SecurityProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class FirstVisitTests {
    private static final String KEY = "a-key-of-sixteen-letters";
    private static final byte[] DOCUMENT = """
            <script type="module" src="/assets/index-Ab12.js"></script>
            <link rel="stylesheet" href="/assets/index-x7.css">
            """.getBytes(StandardCharsets.UTF_8);

    @Test
    void asksForTheDocumentForWhatItNamesAndForWhatThePageAsks() throws IOException {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
        server.createContext("/", exchange -> answer(exchange, asked, keys));
        server.start();
        try {
            visit(server.getAddress().getPort(), KEY);
        } finally {
            server.stop(0);
        }

        assertThat(asked)
                .contains(
                        "/",
                        "/assets/index-Ab12.js",
                        "/assets/index-x7.css",
                        "/v1/stats",
                        "/v1/fires?state=RUNNING&pageSize=20&include=usual");
        assertThat(asked).filteredOn("/"::equals).hasSizeGreaterThan(1);
        assertThat(keys).hasSameSizeAs(asked).containsOnly(KEY);
    }

    @Test
    void leavesItWhenNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        assertThatCode(() -> visit(port, null)).doesNotThrowAnyException();
    }

    @Test
    void anAddressOfTheSixthVersionIsWrittenWithBrackets() {
        MockEnvironment environment =
                new MockEnvironment().withProperty("local.server.port", "8080").withProperty("server.address", "::1");
        assertThat(OwnAddress.of(environment)).hasValue(URI.create("http://[::1]:8080"));
        assertThat(OwnAddress.of(new MockEnvironment())).isEmpty();
    }

    private static void visit(int port, @Nullable String key) {
        MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", String.valueOf(port));
        new FirstVisit(environment, new SecurityProperties(key)).run();
    }

    private static void answer(HttpExchange exchange, Queue<String> asked, Queue<String> keys) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        keys.add(exchange.getRequestHeaders().getFirst("X-Api-Key"));
        exchange.sendResponseHeaders(200, DOCUMENT.length);
        exchange.getResponseBody().write(DOCUMENT);
        exchange.close();
    }
}
