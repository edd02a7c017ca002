package dev.punctual.activities.action;

import static dev.punctual.activities.action.HttpCalls.action;
import static dev.punctual.activities.action.HttpCalls.following;
import static dev.punctual.activities.action.HttpCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are connected to, at first and after redirects. */
class HttpAddressTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = new EchoServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "2130706433",
                "127.1",
                "0.0.0.0",
                "0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::]",
                "[64:ff9b::127.0.0.1]",
                "10.0.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "[fd00:ec2::254]",
                "[fe80::1]"
            })
    void refusesTheInnerNetworkInEveryNotation(String host) {
        try (HttpCalls calls = new HttpCalls(List.of(), InetAddress::getAllByName)) {
            Outcome.Failed failed = calls.failing(get("http://" + host + ":" + server.port() + "/?secret"));

            assertThat(failed.error().type()).isEqualTo("ADDRESS_REFUSED");
            assertThat(failed.error().message())
                    .contains("punctual.http.allowed-addresses")
                    .doesNotContain("secret");
            assertThat(failed.retryable()).isFalse();
            assertThat(server.requests).isEmpty();
            assertThat(calls.counted("refused")).isEqualTo(1);
        }
    }

    @Test
    void refusesANameWithAnyInnerAddressAndSaysWhich() {
        InetAddress inner = InetAddress.ofLiteral("10.1.2.3");
        try (HttpCalls calls = new HttpCalls(HttpCalls.LOOPBACK, host -> new InetAddress[] {LOOPBACK, inner})) {
            Outcome.Failed failed = calls.failing(get("http://inner.example:" + server.port() + "/"));

            assertThat(failed.error().type()).isEqualTo("ADDRESS_REFUSED");
            assertThat(failed.error().message()).contains("inner.example", "10.1.2.3", "private");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void connectsToTheAddressItCheckedThoughTheNamesNextAnswerDiffers() {
        AtomicInteger lookups = new AtomicInteger();
        InetAddress inner = InetAddress.ofLiteral("10.1.2.3");
        CheckedResolver.Lookup changing = host -> new InetAddress[] {lookups.incrementAndGet() == 1 ? LOOPBACK : inner};
        try (HttpCalls calls = new HttpCalls(HttpCalls.LOOPBACK, changing)) {
            calls.succeeding(get("http://changing.example:" + server.port() + "/"));

            assertThat(lookups).hasValue(1);
            assertThat(server.only().headers()).containsEntry("host", "changing.example:" + server.port());
        }
    }

    @Test
    void reportsAnUnknownHost() {
        CheckedResolver.Lookup none = host -> {
            throw new UnknownHostException(host);
        };
        try (HttpCalls calls = new HttpCalls(HttpCalls.LOOPBACK, none)) {
            Outcome.Failed failed = calls.failing(get("http://nowhere.example/?secret"));

            assertThat(failed.error().type()).isEqualTo("HTTP_DNS");
            assertThat(failed.error().message()).contains("nowhere.example").doesNotContain("secret");
            assertThat(failed.retryable()).isTrue();
        }
    }

    @Test
    void followsNoRedirectUnlessAsked() {
        server.redirect("/from", 302, server.url("/to"));
        try (HttpCalls calls = new HttpCalls()) {
            Outcome.Failed failed = calls.failing(get(server.url("/from")));

            assertThat(failed.error().message()).contains("302", "followRedirects");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void followsARedirectOfTheSameHostWithHeadersAndBody() {
        server.redirect("/from", 307, "/to?x=1");
        try (HttpCalls calls = new HttpCalls()) {
            calls.succeeding(following(action("POST", server.url("/from"), Map.of("Authorization", "secret"), "body")));

            EchoServer.Request last = server.requests.getLast();
            assertThat(last.method()).isEqualTo("POST");
            assertThat(last.uri().toString()).isEqualTo("/to?x=1");
            assertThat(last.body()).isEqualTo("body");
            assertThat(last.headers()).containsEntry("authorization", "secret");
        }
    }

    @Test
    void getsWhatAPostIsRedirectedToSee() {
        server.redirect("/from", 303, "/to");
        try (HttpCalls calls = new HttpCalls()) {
            calls.succeeding(following(action("POST", server.url("/from"), Map.of(), "body")));

            assertThat(server.requests.getLast().method()).isEqualTo("GET");
            assertThat(server.requests.getLast().body()).isEmpty();
            assertThat(server.requests.getLast().headers()).doesNotContainKey("content-type");
        }
    }

    @Test
    void keepsHeadersFromAnotherHost() throws Exception {
        try (EchoServer other = new EchoServer();
                HttpCalls calls = new HttpCalls()) {
            other.redirect("/back", 302, server.url("/to"));
            server.redirect("/from", 302, other.url("/back"));
            Map<String, String> secrets =
                    Map.of("Authorization", "a", "X-Api-Key", "b", "Cookie", "c", "Accept", "*/*");
            calls.succeeding(following(action("GET", server.url("/from"), secrets, null)));

            assertThat(server.requests.getFirst().headers()).containsKeys("authorization", "x-api-key", "cookie");
            for (EchoServer.Request later : List.of(other.only(), server.requests.getLast())) {
                assertThat(later.headers())
                        .doesNotContainKeys("authorization", "x-api-key", "cookie")
                        .containsEntry("accept", "*/*")
                        .containsEntry("punctual-task", "nightly-report");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.1.2.3/secret", "http://2852039166/secret", "//192.168.0.1/secret"})
    void refusesARedirectToTheInnerNetwork(String location) {
        server.redirect("/from", 302, location);
        try (HttpCalls calls = new HttpCalls()) {
            Outcome.Failed failed = calls.failing(following(get(server.url("/from"))));

            assertThat(failed.error().type()).isEqualTo("ADDRESS_REFUSED");
            assertThat(failed.error().message()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/secret", "http://secret@127.0.0.1/", "http://:80:/secret", "ht tp"})
    void refusesARedirectThatCannotBeFollowed(String location) {
        server.redirect("/from", 302, location);
        try (HttpCalls calls = new HttpCalls()) {
            Outcome.Failed failed = calls.failing(following(get(server.url("/from"))));

            assertThat(failed.error().type()).isEqualTo("HTTP_REDIRECT");
            assertThat(failed.error().message()).doesNotContain("secret");
        }
    }

    @Test
    void followsFiveRedirectsAndNoSixth() {
        for (int i = 1; i <= 6; i++) {
            server.redirect("/hop" + i, 302, i == 6 ? "/end" : "/hop" + (i + 1));
        }
        try (HttpCalls calls = new HttpCalls()) {
            calls.succeeding(following(get(server.url("/hop2"))));
            assertThat(server.requests).hasSize(6);

            Outcome.Failed failed = calls.failing(following(get(server.url("/hop1"))));
            assertThat(failed.error().type()).isEqualTo("HTTP_REDIRECT");
            assertThat(failed.retryable()).isFalse();
            assertThat(server.requests).hasSize(12);
        }
    }
}
