package dev.punctual.activities.action;

import dev.punctual.activities.action.HttpTarget.InvalidTargetException;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.HttpAction;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * Calls an address over HTTP. What it promises:
 *
 * <ul>
 *   <li>Only addresses that the {@link AddressRules} allow are connected to, also after redirects and whatever a name server says.
 *   <li>The context's timeout bounds the whole call, from the name's lookup to the last byte.
 *   <li>At most 16 KiB of a response's body are read; its connection is dropped when there is more.
 *   <li>Nothing is sent twice on its own account: a retry is the planner's decision.
 *   <li>A call with a signing secret is signed as {@link WebhookSignature} says, on every hop to the same host and on no other.
 *   <li>Messages show scheme, host and port of an address, and never a header, a body, a path or a query.
 * </ul>
 */
public final class HttpActionHandler implements ActionHandler<HttpAction>, AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final Secrets secrets;
    private final CheckedResolver resolver;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor deadlines;
    private final Clock clock;
    private final HttpTimers timers;

    /**
     * @param rules which addresses may be called beyond the public internet
     * @param secrets what calls may be signed with
     * @param version of Punctual, as the User-Agent names it
     * @param meters counts and times the calls as {@code punctual.http.duration}, by outcome
     */
    public HttpActionHandler(AddressRules rules, Secrets secrets, String version, MeterRegistry meters) {
        this(rules, secrets, version, meters, InetAddress::getAllByName);
    }

    HttpActionHandler(
            AddressRules rules, Secrets secrets, String version, MeterRegistry meters, CheckedResolver.Lookup lookup) {
        this.secrets = secrets;
        resolver = new CheckedResolver(new AddressGuard(rules), lookup);
        client = HttpClients.create(resolver, "Punctual/" + version);
        deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("punctual-http-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
        clock = meters.config().clock();
        timers = new HttpTimers(meters);
    }

    @Override
    public Class<HttpAction> kind() {
        return HttpAction.class;
    }

    @Override
    public Outcome perform(HttpAction action, FireContext context) throws InterruptedException {
        long start = clock.monotonicTime();
        HttpCall call = new HttpCall();
        Future<?> deadline =
                deadlines.schedule(call::expire, TimeUnit.NANOSECONDS.convert(context.timeout()), TimeUnit.NANOSECONDS);
        Outcome outcome = null;
        try {
            outcome = ScopedValue.where(HttpCall.CURRENT, call)
                    .call(() -> new Exchange(action, context, call, start).run());
            return outcome;
        } finally {
            deadline.cancel(false);
            timers.record(outcome, clock.monotonicTime() - start);
        }
    }

    /** Closes all connections; calls that run fail. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        Closer.closeQuietly(client);
        resolver.close();
    }

    /** One attempt, with all its hops. */
    private final class Exchange {
        private final HttpAction action;
        private final FireContext context;
        private final HttpCall call;
        private final long start;

        Exchange(HttpAction action, FireContext context, HttpCall call, long start) {
            this.action = action;
            this.context = context;
            this.call = call;
            this.start = start;
        }

        Outcome run() throws InterruptedException {
            Placeholders placeholders = new Placeholders(context);
            Optional<String> problem = HttpRequests.problemWith(action);
            if (problem.isPresent()) {
                return refused("HTTP_REQUEST", problem.get());
            }
            WebhookSignature signature = null;
            if (action.signingSecret() != null) {
                signature = secrets.signature(action.signingSecret()).orElse(null);
                if (signature == null) {
                    return refused(
                            "HTTP_SIGNATURE",
                            "this worker has no secret '%s' to sign the call with; its operator names them in %s"
                                    .formatted(action.signingSecret(), Secrets.SETTING));
                }
            }
            try {
                HttpTarget first = HttpTarget.parse(placeholders.inUrl(action.url()));
                return follow(
                        first, HttpRequests.of(action, context, placeholders).signedBy(signature, now()));
            } catch (InvalidTargetException e) {
                return refused("HTTP_URL", String.valueOf(e.getMessage()));
            }
        }

        private Outcome follow(HttpTarget first, HttpRequests requests) throws InterruptedException {
            HttpTarget target = first;
            String method = action.method();
            boolean withBody = true;
            boolean withAllHeaders = true;
            for (int redirects = 0; ; redirects++) {
                HttpReply reply;
                try {
                    reply = send(target, requests.to(target, method, withBody, withAllHeaders));
                } catch (IOException | IllegalStateException e) {
                    return withoutReply(e, target.origin());
                }
                if (!action.followRedirects() || !reply.isRedirect() || reply.location() == null) {
                    return judged(reply, target.origin());
                }
                if (redirects == MAX_REDIRECTS) {
                    return refused(
                            "HTTP_REDIRECT",
                            "%s redirects once more after %d redirects; call the last address itself"
                                    .formatted(target.origin(), MAX_REDIRECTS));
                }
                HttpTarget next;
                try {
                    next = target.redirectedTo(reply.location());
                } catch (InvalidTargetException e) {
                    return refused("HTTP_REDIRECT", String.valueOf(e.getMessage()));
                }
                withAllHeaders = withAllHeaders && next.sameOrigin(target);
                if (becomesGet(reply.status(), method)) {
                    method = "GET";
                    withBody = false;
                }
                target = next;
            }
        }

        private HttpReply send(HttpTarget target, HttpUriRequestBase request) throws IOException {
            call.sends(request);
            ClassicHttpResponse response = client.executeOpen(target.host(), request, null);
            boolean complete = false;
            try {
                HttpReply reply = HttpReply.read(response);
                complete = !reply.bodyTruncated();
                return reply;
            } finally {
                if (!complete) {
                    // Before the close, which would otherwise read the rest, and that may have no end.
                    request.cancel();
                }
                Closer.closeQuietly(response);
            }
        }

        private Outcome withoutReply(Exception failure, String origin) throws InterruptedException {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("the call to " + origin + " was stopped");
                interrupted.initCause(failure);
                throw interrupted;
            }
            if (call.isExpired()) {
                return new Outcome.TimedOut(new FireError(
                        "TIMEOUT",
                        "%s gave no complete response within the task's timeout of %s"
                                .formatted(origin, context.timeout())));
            }
            return switch (failure) {
                case IOException e -> HttpFailures.of(e, origin);
                case RuntimeException e -> throw e;
                default -> throw new IllegalStateException(failure);
            };
        }

        private Outcome judged(HttpReply reply, String origin) {
            Map<String, Object> result = reply.toResult(TimeUnit.NANOSECONDS.toMillis(clock.monotonicTime() - start));
            if (reply.isOneOf(action.expectStatus())) {
                return new Outcome.Succeeded(result);
            }
            String message = "%s answered %d, expected was %s%s"
                    .formatted(
                            origin,
                            reply.status(),
                            String.join(" or ", action.expectStatus()),
                            reply.isRedirect() ? "; set followRedirects to follow it" : "");
            return new Outcome.Failed(
                    new FireError("HTTP_STATUS", message, "HTTP_" + reply.status()),
                    result,
                    isRetryable(reply.status()),
                    retryAfter(reply));
        }

        private @Nullable Duration retryAfter(HttpReply reply) {
            return switch (reply.status()) {
                case 429, 503 ->
                    RetryAfter.read(reply.retryAfter(), reply.date(), now()).orElse(null);
                default -> null;
            };
        }

        private Instant now() {
            return Instant.ofEpochMilli(clock.wallTime());
        }

        private static boolean becomesGet(int status, String method) {
            return switch (status) {
                case 303 -> !method.equals("HEAD");
                case 301, 302 -> method.equals("POST");
                default -> false;
            };
        }

        private static boolean isRetryable(int status) {
            return switch (status) {
                case 408, 425, 429 -> true;
                default -> status >= 500;
            };
        }

        private static Outcome refused(String type, String message) {
            return new Outcome.Failed(new FireError(type, message), null, false);
        }
    }
}
