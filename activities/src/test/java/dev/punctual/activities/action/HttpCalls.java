package dev.punctual.activities.action;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.HttpAction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A handler under test, called as the worker calls it: each attempt on a virtual thread of its own. */
final class HttpCalls implements AutoCloseable {
    static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    /** The secret of the examples of Standard Webhooks, under the name "partner". */
    static final Secrets SECRETS = new Secrets(Map.of("partner", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HttpActionHandler handler;

    HttpCalls() {
        this(LOOPBACK, InetAddress::getAllByName);
    }

    HttpCalls(List<String> allowed, CheckedResolver.Lookup lookup) {
        handler = new HttpActionHandler(new AddressRules(allowed), SECRETS, "1.2.3", meters, lookup);
    }

    static HttpAction get(String url) {
        return action("GET", url, Map.of(), null);
    }

    static HttpAction action(String method, String url, Map<String, String> headers, @Nullable Object body) {
        return new HttpAction(method, url, headers, body, HttpAction.DEFAULT_EXPECT_STATUS, false);
    }

    static HttpAction following(HttpAction action) {
        return new HttpAction(
                action.method(),
                action.url(),
                action.headers(),
                action.body(),
                action.expectStatus(),
                true,
                action.signingSecret());
    }

    static HttpAction expecting(HttpAction action, String... statuses) {
        return new HttpAction(
                action.method(),
                action.url(),
                action.headers(),
                action.body(),
                List.of(statuses),
                action.followRedirects());
    }

    Outcome perform(HttpAction action) {
        return perform(action, Duration.ofSeconds(20));
    }

    Outcome perform(HttpAction action, Duration timeout) {
        FutureTask<Outcome> performed = new FutureTask<>(() -> handler.perform(action, Contexts.within(timeout)));
        Thread.ofVirtual().start(performed);
        try {
            return performed.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Outcome.Failed failing(HttpAction action) {
        Outcome outcome = perform(action);
        if (outcome instanceof Outcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("expected a failure, got " + outcome);
    }

    Map<String, Object> succeeding(HttpAction action) {
        Outcome outcome = perform(action);
        if (outcome instanceof Outcome.Succeeded succeeded && succeeded.result() != null) {
            return succeeded.result();
        }
        throw new AssertionError("expected success, got " + outcome);
    }

    long counted(String outcome) {
        return meters.get("punctual.http.duration")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    @Override
    public void close() {
        handler.close();
    }
}
