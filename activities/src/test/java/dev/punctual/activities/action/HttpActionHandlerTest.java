package dev.punctual.activities.action;

import static dev.punctual.activities.action.HttpCalls.action;
import static dev.punctual.activities.action.HttpCalls.expecting;
import static dev.punctual.activities.action.HttpCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what is made of a well-formed response. */
class HttpActionHandlerTest {
    private final HttpCalls calls = new HttpCalls();
    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EchoServer();
    }

    @AfterEach
    void stop() {
        calls.close();
        server.close();
    }

    @Test
    void keepsStatusTypeAndBodyOfASuccess() {
        Map<String, Object> result = calls.succeeding(get(server.url("/hook")));

        assertThat(result)
                .containsEntry("status", 200)
                .containsEntry("contentType", "application/json")
                .containsEntry("body", "{\"ok\":true}")
                .containsEntry("bodyTruncated", false);
        assertThat((Long) result.get("durationMillis")).isNotNegative();
        assertThat(calls.counted("2xx")).isEqualTo(1);
    }

    @Test
    void sendsTheFiresIdentity() {
        calls.succeeding(action("GET", server.url("/"), Map.of("Idempotency-Key", "mine", "X-A", "b"), null));

        assertThat(server.only().headers())
                .containsEntry("idempotency-key", Contexts.FIRE.toString())
                .containsEntry("punctual-namespace", "billing")
                .containsEntry("punctual-task", "nightly-report")
                .containsEntry("punctual-scheduled-for", "2026-12-01T01:00:00.250Z")
                .containsEntry("punctual-attempt", "2")
                .containsEntry("user-agent", "Punctual/1.2.3")
                .containsEntry("x-a", "b")
                .doesNotContainKeys("cookie", "accept-encoding");
    }

    @Test
    void fillsPlaceholdersInUrlAndJson() {
        calls.succeeding(action(
                "POST",
                server.url("/run/{{task}}?at={{scheduledFor}}"),
                Map.of(),
                Map.of("fire", "{{fireId}}", "quote", "\"{{attempt}}\"")));

        EchoServer.Request request = server.only();
        assertThat(request.uri().toString()).isEqualTo("/run/nightly-report?at=2026-12-01T01%3A00%3A00.250Z");
        assertThat(request.headers()).containsEntry("content-type", "application/json");
        assertThat(request.body())
                .contains("\"fire\":\"" + Contexts.FIRE + "\"")
                .contains("\"quote\":\"\\\"2\\\"\"");
    }

    @Test
    void sendsATextAsItIs() {
        calls.succeeding(action("PUT", server.url("/"), Map.of(), "Grüße, {{task}}: {\"a\":1}"));

        assertThat(server.only().headers().get("content-type")).isEqualToIgnoringCase("text/plain; charset=utf-8");
        assertThat(server.only().body()).isEqualTo("Grüße, nightly-report: {\"a\":1}");
    }

    @Test
    void keepsAGivenContentType() {
        calls.succeeding(action("POST", server.url("/"), Map.of("content-type", "application/soap+xml"), "<a/>"));

        assertThat(server.only().headers()).containsEntry("content-type", "application/soap+xml");
    }

    @Test
    void sendsABodyWithDeleteAndNoneWithAnEmptyGet() {
        calls.succeeding(action("DELETE", server.url("/"), Map.of(), List.of(1, 2)));
        calls.succeeding(get(server.url("/")));

        assertThat(server.requests.get(0).body()).isEqualTo("[1,2]");
        assertThat(server.requests.get(1).headers()).doesNotContainKeys("content-type", "content-length");
    }

    @ParameterizedTest
    @CsvSource({
        "301, false",
        "400, false",
        "401, false",
        "404, false",
        "409, false",
        "408, true",
        "425, true",
        "429, true",
        "500, true",
        "503, true"
    })
    void failsOnAnUnexpectedStatus(int status, boolean retryable) {
        var failed = calls.failing(get(server.url("/status/" + status + "?token=secret")));

        assertThat(failed.error().type()).isEqualTo("HTTP_STATUS");
        assertThat(failed.error().message())
                .contains("127.0.0.1", Integer.toString(status), "2xx")
                .doesNotContain("secret", "/status/");
        assertThat(failed.retryable()).isEqualTo(retryable);
        assertThat(failed.error().names()).contains("HTTP_" + status, "HTTP_" + status / 100 + "XX");
        assertThat(failed.result()).containsEntry("status", status).containsEntry("body", "{\"ok\":true}");
    }

    @ParameterizedTest
    @CsvSource({"429, 7, PT7S", "503, 120, PT2M", "429, soon,", "500, 7,", "404, 7,"})
    void hearsWhenATooBusyServerWantsToBeAskedAgain(int status, String retryAfter, @Nullable Duration expected) {
        server.answer("/busy", status, "Retry-After", retryAfter);

        assertThat(calls.failing(get(server.url("/busy"))).retryAfter()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY"})
    void callsByAnyMethod(String method) {
        calls.succeeding(action(method, server.url("/"), Map.of(), method.equals("HEAD") ? null : "x"));

        assertThat(server.only().method()).isEqualTo(method);
        assertThat(server.only().body()).isEqualTo(method.equals("HEAD") ? "" : "x");
    }

    @Test
    void takesTheStatusesThatTheTaskExpects() {
        assertThat(calls.succeeding(expecting(get(server.url("/status/404")), "200", "404")))
                .containsEntry("status", 404);
        assertThat(calls.succeeding(expecting(get(server.url("/status/302")), "3xx")))
                .containsEntry("status", 302);
        assertThat(calls.failing(expecting(get(server.url("/")), "204")).error().message())
                .contains("answered 200, expected was 204");
    }

    @Test
    void hasNoBodyWhenThereIsNone() {
        assertThat(calls.succeeding(get(server.url("/status/204")))).doesNotContainKey("body");
        assertThat(calls.succeeding(action("HEAD", server.url("/"), Map.of(), null)))
                .doesNotContainKey("body");
    }

    @Test
    void callsAgainByTheSameConnection() {
        for (int i = 0; i < 20; i++) {
            calls.succeeding(action("POST", server.url("/status/" + (i % 2 == 0 ? 200 : 204)), Map.of(), "x"));
        }
        calls.failing(get(server.url("/status/500")));
        calls.succeeding(get(server.url("/")));

        assertThat(server.requests.stream().map(EchoServer.Request::clientPort).distinct())
                .hasSize(1);
    }

    @Test
    void performsManyCallsAtOnce() throws Exception {
        List<Callable<Map<String, Object>>> many = IntStream.range(0, 1_000)
                .<Callable<Map<String, Object>>>mapToObj(i -> () -> calls.succeeding(get(server.url("/" + i))))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : threads.invokeAll(many)) {
                assertThat(call.get()).containsEntry("status", 200);
            }
        }

        assertThat(server.requests).hasSize(1_000);
        assertThat(server.requests.stream().map(EchoServer.Request::clientPort).distinct())
                .hasSizeLessThanOrEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/relative",
                "127.0.0.1:80/",
                "http:///path",
                "http://",
                "ftp://127.0.0.1/secret",
                "file:///etc/secret",
                "http://127.0.0.1/a b?secret",
                "http://127.0.0.1:99999/secret",
                "http://[::1.2]/secret",
                "http://[fe80::1%eth0.5]/secret",
                "http://user:secret@127.0.0.1/",
                "http://secret@127.0.0.1/",
                "http://127.0.0.1/{{secret}}",
                "http://exämple.invalid/secret"
            })
    void refusesAUrlThatCannotBeCalled(String url) {
        var failed = calls.failing(get(url));

        assertThat(failed.error().type()).isEqualTo("HTTP_URL");
        assertThat(failed.error().message()).doesNotContain("secret");
        assertThat(failed.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 5", "transfer-encoding, chunked", "Connection, close", "Bad Name, x", "X-A, 'ä'"})
    void refusesAHeaderThatWouldBreakTheRequest(String name, String value) {
        var failed = calls.failing(action("POST", server.url("/"), Map.of(name, value), "x"));

        assertThat(failed.error().type()).isEqualTo("HTTP_REQUEST");
        assertThat(failed.error().message()).contains(name);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void refusesAHeaderThatWouldBecomeTwo() {
        var failed = calls.failing(action("GET", server.url("/"), Map.of("X-A", "secret\r\nX-B: c"), null));

        assertThat(failed.error().message()).contains("X-A").doesNotContain("secret");
        assertThat(server.requests).isEmpty();
    }
}
