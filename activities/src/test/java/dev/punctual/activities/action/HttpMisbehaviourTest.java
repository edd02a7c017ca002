package dev.punctual.activities.action;

import static dev.punctual.activities.action.HttpCalls.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.HttpAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are slow, endless, broken or away. */
class HttpMisbehaviourTest {
    private static final Duration SHORT = Duration.ofMillis(800);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    private final HttpCalls calls = new HttpCalls();

    @AfterEach
    void stop() {
        calls.close();
    }

    @Test
    void timesOutWhenTheResponseDrips() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write((OK + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('.');
                out.flush();
                Thread.sleep(50);
            }
        })) {
            assertTimesOut(server.url("/?secret"));
            await().atMost(SOON).untilAsserted(() -> assertThat(server.ended).hasValue(1));
        }
    }

    @Test
    void timesOutWhenTheHeadersDrip() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write(OK.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(50);
            }
        })) {
            assertTimesOut(server.url("/?secret"));
        }
    }

    @Test
    void timesOutWhenNothingComes() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(Duration.ofMinutes(1)))) {
            assertTimesOut(server.url("/?secret"));
            assertThat(calls.counted("timeout")).isEqualTo(1);
        }
    }

    @Test
    void timesOutWhenTlsNeverAnswers() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> Thread.sleep(Duration.ofMinutes(1)))) {
            assertTimesOut("https://127.0.0.1:" + server.port() + "/?secret");
        }
    }

    @Test
    void timesOutWhenTheConnectionIsNotAccepted() throws Exception {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 8; i++) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(full.getLocalSocketAddress());
            }
            assertTimesOut("http://127.0.0.1:" + full.getLocalPort() + "/?secret");
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void timesOutWhenTheNameServerIsSlow() {
        CountDownLatch never = new CountDownLatch(1);
        CheckedResolver.Lookup slow = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[0];
        };
        try (HttpCalls slowly = new HttpCalls(HttpCalls.LOOPBACK, slow)) {
            assertTimesOut(slowly, "http://slow.example/?secret");
        }
    }

    @Test
    void stopsReadingABodyWithoutEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write((OK + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] block = "x".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(block);
            }
        })) {
            assertThat(calls.succeeding(get(server.url("/"))))
                    .containsEntry("body", "x".repeat(16 * 1024))
                    .containsEntry("bodyTruncated", true);
            await().atMost(SOON).untilAsserted(() -> assertThat(server.ended).hasValue(1));
        }
    }

    @Test
    void cutsALongBodyBetweenCharacters() throws Exception {
        String body = "a" + "é".repeat(10_000);
        try (ScriptedServer server = ScriptedServer.answering(OK + "Content-Length: 20001\r\n\r\n" + body)) {
            assertThat(calls.succeeding(get(server.url("/"))))
                    .containsEntry("body", "a" + "é".repeat(8_191))
                    .containsEntry("bodyTruncated", true);
        }
    }

    @Test
    void keepsABodyOfExactlyTheLimit() throws Exception {
        String body = "x".repeat(16 * 1024);
        try (ScriptedServer server = ScriptedServer.answering(OK + "Content-Length: 16384\r\n\r\n" + body)) {
            assertThat(calls.succeeding(get(server.url("/"))))
                    .containsEntry("body", body)
                    .containsEntry("bodyTruncated", false);
            calls.succeeding(get(server.url("/")));
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void decodesByTheCharsetAndKeepsNoNul() throws Exception {
        try (ScriptedServer latin = new ScriptedServer(out -> out.write(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 3\r\n\r\né\0x"
                                .getBytes(StandardCharsets.ISO_8859_1)));
                ScriptedServer invalid = new ScriptedServer(
                        out -> out.write((OK + "Content-Length: 2\r\n\r\né!").getBytes(StandardCharsets.ISO_8859_1)))) {
            assertThat(calls.succeeding(get(latin.url("/")))).containsEntry("body", "é\uFFFDx");
            assertThat(calls.succeeding(get(invalid.url("/")))).containsEntry("body", "\uFFFD!");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: image/png",
                "Content-Type: text/plain\r\nContent-Encoding: gzip",
                "Content-Type: application/octet-stream"
            })
    void keepsNoBodyThatIsNoText(String headers) throws Exception {
        try (ScriptedServer server =
                ScriptedServer.answering("HTTP/1.1 200 OK\r\n" + headers + "\r\nContent-Length: 3\r\n\r\nabc")) {
            assertThat(calls.succeeding(get(server.url("/")))).doesNotContainKey("body");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no http at all secret\r\n\r\n",
                "HTTP/1.1 abc secret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nsecret without colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: secret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret\r\n"
            })
    void failsOnAMalformedResponseWithoutQuotingIt(String response) throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write(response.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            throw new IOException("enough");
        })) {
            Outcome.Failed failed = calls.failing(get(server.url("/")));

            assertThat(failed.error().type()).isIn("HTTP_PROTOCOL", "HTTP_NO_RESPONSE");
            assertThat(failed.error().message()).contains("127.0.0.1").doesNotContain("secret");
            assertThat(failed.retryable()).isTrue();
        }
    }

    @Test
    void failsOnAHeadWithoutEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-A: b\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            assertThat(calls.failing(get(server.url("/"))).error().type()).isEqualTo("HTTP_PROTOCOL");
        }
    }

    @Test
    void sendsNothingTwiceWhenTheConnectionEndsWithoutAResponse() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            throw new IOException("closed at once");
        })) {
            Outcome.Failed failed = calls.failing(get(server.url("/")));

            assertThat(failed.error().type()).isIn("HTTP_NO_RESPONSE", "HTTP_BROKEN");
            assertThat(failed.retryable()).isTrue();
            assertThat(server.heads).hasSize(1);
            assertThat(calls.counted("error")).isEqualTo(1);
        }
    }

    @Test
    void failsWhenTheBodyEndsEarly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(out -> {
            out.write((OK + "Content-Length: 10\r\n\r\nabc").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            throw new IOException("closed within the body");
        })) {
            assertThat(calls.failing(get(server.url("/"))).error().type()).isEqualTo("HTTP_BROKEN");
        }
    }

    @Test
    void failsWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        Outcome.Failed failed = calls.failing(get("http://127.0.0.1:" + port + "/path?secret"));

        assertThat(failed.error().type()).isEqualTo("HTTP_CONNECT");
        assertThat(failed.error().message())
                .isEqualTo("cannot connect to http://127.0.0.1:" + port + ": Connection refused");
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void failsWhenThePortSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                try (var connection = plain.accept()) {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Outcome.Failed failed = calls.failing(get("https://127.0.0.1:" + plain.getLocalPort() + "/"));

            assertThat(failed.error().type()).isEqualTo("HTTP_TLS");
            assertThat(failed.retryable()).isTrue();
        }
    }

    @Test
    void stopsTheCallWhenInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(out -> {
            asked.countDown();
            Thread.sleep(Duration.ofMinutes(1));
        })) {
            assertInterrupts(calls, get(server.url("/")), asked);
            assertThat(calls.counted("interrupted")).isEqualTo(1);
        }
    }

    @Test
    void stopsTheLookupWhenInterrupted() {
        CountDownLatch asked = new CountDownLatch(1);
        CheckedResolver.Lookup slow = host -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[0];
        };
        try (HttpCalls slowly = new HttpCalls(HttpCalls.LOOPBACK, slow)) {
            assertInterrupts(slowly, get("http://slow.example/"), asked);
        }
    }

    @Test
    void callsOnAfterATimeout() throws Exception {
        try (ScriptedServer silent = new ScriptedServer(out -> Thread.sleep(Duration.ofMinutes(1)));
                ScriptedServer server = ScriptedServer.answering(OK + "Content-Length: 2\r\n\r\nok")) {
            assertThat(calls.perform(get(silent.url("/")), Duration.ofMillis(50)))
                    .isInstanceOf(Outcome.TimedOut.class);
            assertThat(calls.succeeding(get(server.url("/")))).containsEntry("body", "ok");
        }
    }

    private void assertTimesOut(String url) {
        assertTimesOut(calls, url);
    }

    private static void assertTimesOut(HttpCalls calls, String url) {
        long start = System.nanoTime();
        Outcome outcome = calls.perform(get(url), SHORT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SOON);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.TimedOut.class, timedOut -> {
            assertThat(timedOut.error().type()).isEqualTo("TIMEOUT");
            assertThat(timedOut.error().message()).contains("PT0.8S").doesNotContain("secret");
        });
    }

    private static void assertInterrupts(HttpCalls calls, HttpAction action, CountDownLatch asked) {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                calls.handler.perform(action, Contexts.within(Duration.ofMinutes(1)));
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(!Thread.currentThread().isInterrupted());
            }
        });
        await().atMost(SOON).until(() -> asked.getCount() == 0);
        thread.interrupt();

        assertThat(interrupted).succeedsWithin(SOON).isEqualTo(true);
    }
}
