package dev.punctual.activities.action;

import static dev.punctual.activities.action.HttpCalls.following;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.punctual.workflows.task.HttpAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSignatureTest {
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

    /** The example of the Standard Webhooks libraries. */
    @Test
    void signsAsTheSpecificationShows() {
        assertThat(HttpCalls.SECRETS
                        .signature("partner")
                        .orElseThrow()
                        .of(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsWhatIsSent() {
        long before = Instant.now().getEpochSecond();
        calls.succeeding(signed("POST", server.url("/"), Map.of("fire", "{{fireId}}", "text", "ü")));

        EchoServer.Request request = server.only();
        long timestamp = Long.parseLong(request.headers().get("webhook-timestamp"));
        assertThat(timestamp).isBetween(before, Instant.now().getEpochSecond());
        assertThat(request.headers()).containsEntry("webhook-id", Contexts.FIRE.toString());
        assertIsSigned(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS"})
    void signsAnEmptyBody(String method) {
        calls.succeeding(signed(method, server.url("/"), null));

        assertIsSigned(server.only());
    }

    @Test
    void letsNoHeaderOfTheActionPretendToBeTheSignature() {
        calls.succeeding(new HttpAction(
                "POST",
                server.url("/"),
                Map.of("Webhook-Signature", "v1,mine", "Webhook-Id", "mine"),
                "x",
                List.of("2xx"),
                false,
                "partner"));

        assertIsSigned(server.only());
    }

    @Test
    void signsRedirectsToTheSameHostAndNoOther() throws Exception {
        server.redirect("/here", 307, server.url("/there"));
        calls.succeeding(following(signed("POST", server.url("/here"), "x")));
        assertThat(server.requests).hasSize(2).allSatisfy(HttpSignatureTest::assertIsSigned);

        try (EchoServer other = new EchoServer()) {
            server.redirect("/away", 307, other.url("/there"));
            calls.succeeding(following(signed("POST", server.url("/away"), "x")));
            assertThat(other.only().headers())
                    .doesNotContainKeys("webhook-signature", "webhook-id", "webhook-timestamp");
        }
    }

    @Test
    void sendsNothingWithoutTheSecret() {
        var failed =
                calls.failing(new HttpAction("GET", server.url("/"), Map.of(), null, List.of("2xx"), false, "nobody"));

        assertThat(failed.error().type()).isEqualTo("HTTP_SIGNATURE");
        assertThat(failed.error().message()).contains("nobody", "punctual.secrets");
        assertThat(failed.retryable()).isFalse();
        assertThat(server.requests).isEmpty();
    }

    @Test
    void takesSecretsWithAndWithoutPrefixAndShowsNone() {
        String plain = Base64.getEncoder().encodeToString(new byte[32]);
        Secrets secrets = new Secrets(Map.of("a", plain, "b", "whsec_" + plain));

        assertThat(secrets.names()).containsExactlyInAnyOrder("a", "b");
        assertThat(secrets.toString()).doesNotContain(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "c2hvcnQ=", "not base64 at all!", "sk_live_0123456789"})
    void refusesWhatIsNoSecretWithoutShowingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secrets(Map.of("partner", text)))
                .withMessageContaining("punctual.secrets.partner")
                .satisfies(e -> {
                    if (!text.isEmpty()) {
                        assertThat(e.getMessage()).doesNotContain(text);
                    }
                });
    }

    private HttpAction signed(String method, String url, @Nullable Object body) {
        return new HttpAction(method, url, Map.of(), body, List.of("2xx"), false, "partner");
    }

    private static void assertIsSigned(EchoServer.Request request) {
        Map<String, String> headers = request.headers();
        assertThat(headers)
                .containsEntry(
                        "webhook-signature",
                        HttpCalls.SECRETS
                                .signature("partner")
                                .orElseThrow()
                                .of(
                                        String.valueOf(headers.get("webhook-id")),
                                        Long.parseLong(String.valueOf(headers.get("webhook-timestamp"))),
                                        request.body().getBytes(StandardCharsets.UTF_8)));
    }
}
